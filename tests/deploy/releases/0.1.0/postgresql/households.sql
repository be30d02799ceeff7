SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.append_events(streams text[], versions integer[], types text[], type_versions integer[], datas text[], metas text[], ids text[], message_types text[], message_streams text[], messages text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7014, 0);
    INSERT INTO events (position, stream, version, type, type_version, data, meta)
    SELECT (SELECT coalesce(max(position), 0) FROM events) + e.n,
           e.stream, e.version, e.type, e.type_version, e.data, e.meta
    FROM unnest(streams, versions, types, type_versions, datas, metas)
         WITH ORDINALITY AS e(stream, version, type, type_version, data, meta, n);
    IF cardinality(ids) > 0 THEN
        INSERT INTO outbox (position, id, type, stream, message)
        SELECT (SELECT coalesce(max(position), 0) FROM outbox) + m.n,
               m.id, m.type, m.stream, m.message
        FROM unnest(ids, message_types, message_streams, messages)
             WITH ORDINALITY AS m(id, type, stream, message, n);
        PERFORM pg_notify('portail_outbox', '');
    END IF;
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.child_names (
    child_id uuid NOT NULL,
    household_id uuid NOT NULL,
    person bytea NOT NULL
);
CREATE TABLE public.configuration (
    part text NOT NULL,
    content text NOT NULL
);
CREATE TABLE public.cursors (
    source text NOT NULL,
    "position" bigint NOT NULL
);
CREATE TABLE public.events (
    "position" bigint NOT NULL,
    stream text NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    type_version integer NOT NULL,
    data text NOT NULL,
    meta text NOT NULL
);
CREATE TABLE public.file_documents (
    document_id uuid NOT NULL,
    household_id uuid NOT NULL,
    requirement text NOT NULL,
    child_id uuid,
    status text NOT NULL,
    replaced boolean NOT NULL
);
CREATE TABLE public.file_queue (
    household_id uuid NOT NULL,
    status text NOT NULL,
    submitted_at timestamp with time zone
);
CREATE TABLE public.household_names (
    household_id uuid NOT NULL,
    account_id uuid NOT NULL,
    person bytea,
    other_guardian bytea,
    address bytea
);
CREATE TABLE public.inbox (
    arrival integer NOT NULL,
    id text NOT NULL,
    source text NOT NULL,
    type text NOT NULL,
    message text NOT NULL
);
CREATE SEQUENCE public.inbox_arrival_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.inbox_arrival_seq OWNED BY public.inbox.arrival;
CREATE TABLE public.outbox (
    "position" bigint NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    stream text NOT NULL,
    message text NOT NULL
);
CREATE TABLE public.parked (
    id text NOT NULL,
    source text NOT NULL,
    stream text NOT NULL,
    type text NOT NULL,
    error text NOT NULL,
    message text NOT NULL,
    parked_at timestamp with time zone NOT NULL
);
CREATE TABLE public.relay_cursor (
    id integer NOT NULL,
    "position" bigint NOT NULL
);
CREATE SEQUENCE public.relay_cursor_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.relay_cursor_id_seq OWNED BY public.relay_cursor.id;
ALTER TABLE ONLY public.inbox ALTER COLUMN arrival SET DEFAULT nextval('public.inbox_arrival_seq'::regclass);
ALTER TABLE ONLY public.relay_cursor ALTER COLUMN id SET DEFAULT nextval('public.relay_cursor_id_seq'::regclass);
INSERT INTO public.child_names VALUES
	('693e384a-f8d9-5e32-bdc2-542475f63336', '330cd138-335b-59bd-8bce-8638f8088e5e', '\x28b6bac71722962cf37cf42c06452c732a6d8f47a3b946bd92998f234155bff76864a2fd95972d09c1e7c65d820f398616485d164f8b2feb7ed53148b77a581c33faf815fac8c8cb4ddc93c0048cc7c3a3a74342f81a6119e001d17212f973353ec9bd17ba49794441925d5313851ba370ff0393d5'),
	('9d5bcb59-d735-5805-86a5-e42b0af32c63', '330cd138-335b-59bd-8bce-8638f8088e5e', '\x1d85a33348733364c7a79f0f8aa82a40592aba4508a8ac2b8911c6d2cd7c43e44a509c3b5ab1806aa4a26320c03dd75817b2b303d171354e26fea774fdba977cd2af665c973ee5e5cc655096cb699d61938419fe35ab7a07eb5463b8956558bdc3be7ae5d932ed26a3e293d0b0014fba'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '\x9b257a56ffa8bfbe8f34377c3323d0e14e10636b1528d5de77d7f8fdeda94acb6e5575b6fea00383e86c7fc159bf8b05f7caf9a524030e9e74115df232b0b0d9581b0391478bf07ef823ed837ba9ebbd2c1235669b6b969f7880d3c25dfd80dd9550c33d3988149feeac0d687f4d87fb');
INSERT INTO public.configuration VALUES
	('schools', '[{"school_id":"tilleuls","name":"Maternelle Les Tilleuls","levels":["MATERNELLE"]},{"school_id":"la-fontaine","name":"École Jean-de-La-Fontaine","levels":["ELEMENTAIRE"]}]'),
	('requirements', '[{"code":"proof_of_address","label":"Justificatif de domicile","per_child":false,"help":"Moins de 3 mois. Photo ou PDF, 10 Mo au plus.","needed":"ALWAYS"},{"code":"school_insurance","label":"Assurance scolaire","per_child":true,"help":"Attestation qui couvre toute l’année scolaire.","needed":"ALWAYS"}]');
INSERT INTO public.cursors VALUES
	('accounts', 4);
INSERT INTO public.events VALUES
	(1, 'configuration', 1, 'SchoolsDescribed', 1, '{"schools":[{"school_id":"tilleuls","name":"Maternelle Les Tilleuls","levels":["MATERNELLE"]},{"school_id":"la-fontaine","name":"École Jean-de-La-Fontaine","levels":["ELEMENTAIRE"]}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.513412Z","correlation_id":"e1a09b42-e8ec-4ee6-b667-85e5430ead0c","causation_id":null}'),
	(2, 'configuration', 2, 'RequirementsDescribed', 1, '{"requirements":[{"code":"proof_of_address","label":"Justificatif de domicile","per_child":false,"help":"Moins de 3 mois. Photo ou PDF, 10 Mo au plus.","needed":"ALWAYS"},{"code":"school_insurance","label":"Assurance scolaire","per_child":true,"help":"Attestation qui couvre toute l’année scolaire.","needed":"ALWAYS"}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.513412Z","correlation_id":"e1a09b42-e8ec-4ee6-b667-85e5430ead0c","causation_id":null}'),
	(3, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 1, 'HouseholdOpened', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.659288Z","correlation_id":"588f70d1-b7c8-4c42-99e0-72dc8c70fdff","causation_id":null}'),
	(4, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 2, 'AddressFilled', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","~":"J+Xj15NrUpELiKNh7feCWb+5iBcDLM6E6FhplVGPq8kYnd7/c7DdUVn4J6vfCbCrz606bwaKHg93//YFU+9GOx2qYnQ/VTWwaW0FLBDz1GTJmkBRhwm43PuiCZ3IEys3e/nETjmZ0Mz2QulE"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.724479Z","correlation_id":"c490a924-af41-492c-9447-9074203d9b36","causation_id":null}'),
	(5, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 3, 'MeFilled', 1, '{"relationship":"MOTHER","sms":false,"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","~":"8WYZPtKjQFjKRcwtLiGC5JSuXPSxjE4AbKSgY52OLzDiUge38evvLauD6bw5YryH70dnALDJw68hNRunG1l+uXAxTd2XvymompOaBMW3mPEwMBllVN3EVbJidVfHlsydnXXd"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.829704Z","correlation_id":"96602bfe-bc6d-497f-a865-d5412deca989","causation_id":null}'),
	(6, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 4, 'WorkFilled', 1, '{"situation":"EMPLOYED","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","~":"r5bXxziD11OImPTxOsoiUlwb24+QOyHImjfJLdAp9uO28Yfs/UhiiJfFqQbQ9SR9+paySI6CKhXHGNY3TCpc"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.891967Z","correlation_id":"0dc8dc63-9ace-43b7-8fda-79791530b6e1","causation_id":null}'),
	(7, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 5, 'OtherGuardianFilled', 1, '{"alone":false,"relationship":"FATHER","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","~":"mjf1QB9x91bCzLWIpI0A0I5YSLESc/wv54KCa814Z0dK5++Pwpv1RYTqnOIusgUMGBUkky/v1XxfJaIV82GuY9652NSRT+zd9kxYUUbzIkxqB54aL8bCfaaKXcph9JjnBTRHe9gaI0g0OKDxc5E5HWN/yBlT7iYHLtY="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.908155Z","correlation_id":"b81aec80-586a-4533-a276-fca612034e85","causation_id":null}'),
	(8, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 6, 'ComplementaryFilled', 1, '{"quotient_choice":"DECLARED","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","~":"OydNvj76Hiu6SE0OqR3td+PdLxqjeSRPTM4da3fNF/bQAEdqf+Zp8zZ3heSEBJkmjA+RhrpmtpZtGKyzBDA="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:13.987088Z","correlation_id":"0a8f3c3a-6bbe-4f74-ac66-77fde654c729","causation_id":null}'),
	(9, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 7, 'ChildRegistered', 1, '{"school_id":"la-fontaine","class_name":"CE1","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","~":"nw7pKq0yUat5Lvz+n4YpZRWZISj/aK8C7W2rUmNRPTFivcz/NJQI1S2bRCx/u/jHo+uHg2pESdICI9XvjCP8pXe/6hvTI+oUPfRFBIJAZgHiOOIPdQFK7uekRc5NlCenJlM="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.016976Z","correlation_id":"fab37afb-d76f-4a1d-887a-e6839a8835ad","causation_id":null}'),
	(10, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 8, 'HealthFilled', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","~":"gwxrAbNBbdop2JSNKrjp9Ww8imGlkN0+AoI8Qmu6UdggPRGJKtA7dTVC2Yh9pOUXasfSMpNg5AV2/1X09YnAMmEs9kh0vbIz82CzFAwSUTUTVh3izlubTdauq/rmAnDvt7lFh9yXrS5WeQ3Su0vm42e7410usXIba8VHvn1gh3uJfk8+qtpgNIDVNnKt"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.049730Z","correlation_id":"eb5890c1-4009-4f4a-8c5b-a39363bf7321","causation_id":null}'),
	(11, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 9, 'ContactsFilled', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","~":"5BltPvV/WpXfQqNk/me72QON8utODtUFjrSKedCHTImm8BGiolxhVXD+QymjxO65wMd2hKuVZvS3rbZl/PrduF66bSkyRbF8qhkEBfxoqLurDs/RU/eg7PxYnlMu78rqGniik6KLeA1tUo0b0Q=="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.063978Z","correlation_id":"b8730170-8c9d-4d5f-9e15-058ba5c791b7","causation_id":null}'),
	(12, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 10, 'ConsentsFilled', 1, '{"outings":"YES","photos":"NO","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.082138Z","correlation_id":"2d959e82-8b22-49bf-854d-0d72608ac63f","causation_id":null}'),
	(13, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 11, 'ChildRegistered', 1, '{"school_id":"tilleuls","class_name":"MS","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","~":"OVk5NTMz0W9zCv+/LwBH1fSqPK1BaWkKZTjnV91gdzPS0ZbXklsajxNNuQ1OOHvvjE1o5SndOwrME4XhW5iyoCBqLJS/h4PiBzRmolulhywIOxzJ1gP690tGtQXL2pOiCw=="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.096731Z","correlation_id":"f4dae2ae-9e3c-4519-8ffe-96343d0280d3","causation_id":null}'),
	(14, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 12, 'HealthFilled', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","~":"RWdd70U8M+/ydYLMe89Kjz8nFVrX2P2giUpsQD6pDJwdlBcYgr6OE2cuDfdZsEyh76dG8otwZgYU7J2li5DHoPy2KaPHNvISyva/cx0meh7xe3g7fVUJbZvyGdnk3baZ+Ylw2l0ITZ+P9WcGLw64xlwE5fIy7vyFtbJ57AA9cZSiXMiWAqls/5BQR0jXsg=="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.118146Z","correlation_id":"c7023cae-2d94-4876-bfa2-b01efa623516","causation_id":null}'),
	(15, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 13, 'ContactsFilled', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","~":"ZTeasD7Ek4wURBa1Tr188KogsapkP+dle/3zLnLSwPfCYafPSdS2At1KqWOj9SDXIF5T0NHKd/PQqRYdXOcAmRgUfVwUqvY9p3baqxRJNdiOWqqaAJidkBCkGceHKk03gvPjWcJ0TzEpTF5sfg=="}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.134308Z","correlation_id":"5f146e2f-5e74-467e-b12d-fb5073557872","causation_id":null}'),
	(16, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 14, 'ConsentsFilled', 1, '{"outings":"YES","photos":"NO","household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.147534Z","correlation_id":"b302b76e-2589-479f-a356-96951cae26b5","causation_id":null}'),
	(17, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 15, 'DocumentUploaded', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"ada79510-fb0b-5248-8987-3daa2c301af2","requirement":"proof_of_address","child_id":null,"content_type":"application/pdf","size":15392,"uploaded_at":"2026-11-26T22:16:14.191243Z","~":"KeURwJ0eM2klyodMIE/UCMVsSXpBh+dyYpS7nZCd9fTOgOZiX/PSlzDHXOElBQrnpile6KD8l5Gg+tNV0E5s"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.191243Z","correlation_id":"d27b1187-fa21-4fb5-b077-f2b3793401e3","causation_id":null}'),
	(21, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 19, 'DocumentVerified', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"ada79510-fb0b-5248-8987-3daa2c301af2","requirement":"proof_of_address","child_id":null,"decided_at":"2026-11-26T22:16:14.368330Z","~":"hBYY6eHVzjtJrQz/CrbFu/rBJZXwJ85swmen36mBZ1IAqhRZDMa1CbHpKVFuhX+P/MjKns7QNmSP"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.368330Z","correlation_id":"73b85980-1914-48c7-9d29-3c53127255ff","causation_id":null}'),
	(23, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 21, 'DocumentVerified', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"083360e4-3242-51a9-b6d1-79923ec5ac3b","requirement":"school_insurance","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","decided_at":"2026-11-26T22:16:14.389272Z","~":"EX7+hHIW34dW9H+784VDmW2AG8vrNS7Y5IjpDDejTboWKYSP5yErT3QsHws4Fd5tqZcVTPGU5bns"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.389272Z","correlation_id":"9d8d09bc-95f6-4945-96e6-d9aa43981de1","causation_id":null}'),
	(24, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 22, 'FileApproved', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","approved_at":"2026-11-26T22:16:14.406299Z","~":"/3Ir0ymUztVGiZHm6RODtIS939aZlIIiNa/2TmBhxCHWh7rk4agYWStIO2X0GFbrBgQP/9wSdPRw"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.406299Z","correlation_id":"5ab12736-00c6-4fa4-9888-ee6604d3124a","causation_id":null}'),
	(25, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 23, 'FamilyQuotientRecorded', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","quotient":820,"effective_from":"2026-11-01"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.406299Z","correlation_id":"5ab12736-00c6-4fa4-9888-ee6604d3124a","causation_id":null}'),
	(29, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 4, 'WorkFilled', 1, '{"situation":"EMPLOYED","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","~":"721K1FqqlkpXB12QKs4mU9w2jRm2cWA0psVccBO3cEw7GKVkDQsJD5q3lbTTtLdEBX5zzfj7CTfc+cMgvAkw"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.573081Z","correlation_id":"f5fcbe54-6722-4400-8c9c-d9960fb6a95c","causation_id":null}'),
	(39, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 14, 'DocumentVerified', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"98418133-93a8-5cd5-bb67-624cc1894a59","requirement":"proof_of_address","child_id":null,"decided_at":"2026-11-26T22:16:14.797381Z","~":"8r0x+KqwVRX8b73zSPfU76kCWC7jIYxa+3rdnQwa1yywhVuHZwTiK6/XpAmcdOx6pG68v+nrAmDP"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.797381Z","correlation_id":"b86815fb-ac06-4fa8-95c1-d18aa3525cea","causation_id":null}'),
	(40, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 15, 'DocumentVerified', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"94d44953-c313-5f3d-9373-4e7e72dc81bd","requirement":"school_insurance","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","decided_at":"2026-11-26T22:16:14.815587Z","~":"NVdmYy1W1BLRFqahrwOX1E8U9+xoXsfdLqjcB2UdUwZuN6PpHfAarCuhjb/5HcMzxVJOmergoL/e"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.815587Z","correlation_id":"a10e980a-8e2e-4f11-b235-8a9830b9c333","causation_id":null}'),
	(18, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 16, 'DocumentUploaded', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"41e20840-61dd-5bdc-a70a-d888926e81dc","requirement":"school_insurance","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","content_type":"application/pdf","size":15118,"uploaded_at":"2026-11-26T22:16:14.248233Z","~":"DBJTvI0W+AwhhCoBoJzf9sFDRd0FvlSvwmb7sr/3CTOOOuEVHtplQm2JZ1fbQYCpzWU4uN4A4S/8Tk5NgKJI"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.248233Z","correlation_id":"a048b40d-c2a7-4c92-903d-4c8d077e3453","causation_id":null}'),
	(19, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 17, 'DocumentUploaded', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"083360e4-3242-51a9-b6d1-79923ec5ac3b","requirement":"school_insurance","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","content_type":"application/pdf","size":14933,"uploaded_at":"2026-11-26T22:16:14.302827Z","~":"hyyzj+HHa3+QP6JF8BzktFzJGFNNcMqZESPzhi5I9djnGEI4bQxJzgRXVG37LFWLJt3QQQm4qZSlI7ouaNu0"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.302827Z","correlation_id":"ac964cb5-a4f2-4b01-83a6-c3cb533b0168","causation_id":null}'),
	(22, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 20, 'DocumentVerified', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"41e20840-61dd-5bdc-a70a-d888926e81dc","requirement":"school_insurance","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","decided_at":"2026-11-26T22:16:14.378505Z","~":"ySwEWzZbVojpwIs1yiOBRvDiUxlycaK5KeGUnIFeIiklm6yz7bNNm72qFrXXFmtxWo+nahqgP239"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.378505Z","correlation_id":"3c485db8-a9e3-457a-b391-197e6ecda311","causation_id":null}'),
	(26, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 1, 'HouseholdOpened', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"}', '{"actor":"service:households","at":"2026-11-26T22:16:14.469111Z","correlation_id":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causation_id":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd"}'),
	(27, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 2, 'AddressFilled', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","~":"iHWfMzzohhm0jmiO8fMOzP2DzAVRUf56dvGISCUr0m9NXDBo+99vRvkfK/z0FoZ2PY3oNYp3NVYCvUddEpiKZK0sFkMfUANHQWV8tSR0FSadS6m52WZicpu3Wgrx+lmJ5ol3jiUvXwM2ud3O/g=="}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.482342Z","correlation_id":"d02aaf92-eff9-4da9-bb1e-0392a317af65","causation_id":null}'),
	(28, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 3, 'MeFilled', 1, '{"relationship":"MOTHER","sms":false,"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","~":"xVVFb5Qnip9FqhWbLMl8Ih3shDdLam2G42nVG9pJcIONiXj8+DW4wXpoiCRRRCeSzAJSF+B2VKwM5wzQVcnsonM7LrXPevcrAL06W0hDKGRs6zJ4Vhfb5Zmtq4boscQz"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.532491Z","correlation_id":"11ebc86b-8d95-49f8-be05-b3a8ac0fc76a","causation_id":null}'),
	(33, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 8, 'HealthFilled', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","~":"ouyv8av2UJ8ADWAZ8rTNdTGkUOCSm3/lICYjK0QUkNOaZeSRxTKbjMG/0/ozuYp1uL9jAyPXhE1+VHT9l+HvU3YJNhKtSgY8aguMkzYzlTggDKH0nw/M38WMJ2raFZqUrb9ALsTKnA+oYnTqeu3BDBZ/aqiQfoA/ca6sCIdxxT/pykxjzhODqmPusr/qHA=="}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.645041Z","correlation_id":"a63ca72b-835a-4ffc-ba55-e0f47b2a195b","causation_id":null}'),
	(34, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 9, 'ContactsFilled', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","~":"TeCVHhpkJdWdXQzwYk8mlaMMlobU42O18goIK2D3gURgxQ8Nmr0PWZ9JCgttDSAeE/ieoJqMWP8pzyTkznuSAgUd8tfukRMcJlq7qIMRssxaH0bJtpbxA0GCjklR6lC2ZgbgzYs8TxDKCl927A=="}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.681348Z","correlation_id":"85b949da-6e0e-4645-afc7-56ea539db9b0","causation_id":null}'),
	(35, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 10, 'ConsentsFilled', 1, '{"outings":"YES","photos":"NO","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.697198Z","correlation_id":"ad817668-8d20-4877-8e06-0e739c850da9","causation_id":null}'),
	(36, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 11, 'DocumentUploaded', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"98418133-93a8-5cd5-bb67-624cc1894a59","requirement":"proof_of_address","child_id":null,"content_type":"application/pdf","size":15419,"uploaded_at":"2026-11-26T22:16:14.726360Z","~":"9bXNvZJXH9jMgAHLJrcRxiY1Prb471h2F7ZpiWmk+9zHtl3BXUkodUL1NYU5oLAv4qKg6OPhpGIhoseaXkAR"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.726360Z","correlation_id":"bca71864-8a00-411a-a0cf-bc37d77dcf8e","causation_id":null}'),
	(41, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 16, 'FileApproved', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","approved_at":"2026-11-26T22:16:14.830305Z","~":"/Kyg4L8TxdIbK5nnZ+Hsd6qiM9J+07HIEXMp/qh710KWgBzayN1QzFoZ/0wXK3+RkzNtcb3Y7Jm2"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.830305Z","correlation_id":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","causation_id":null}'),
	(42, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 17, 'FamilyQuotientRecorded', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","quotient":540,"effective_from":"2026-11-01"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:14.830305Z","correlation_id":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","causation_id":null}'),
	(20, 'household-330cd138-335b-59bd-8bce-8638f8088e5e', 18, 'FileSubmitted', 1, '{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","submission":1,"submitted_at":"2026-11-26T22:16:14.328479Z"}', '{"actor":"account:43d2780b-8272-5669-8a52-f20e51410b79","at":"2026-11-26T22:16:14.328479Z","correlation_id":"2d4bb7d5-67f9-4ff3-911b-1a50c727f3fe","causation_id":null}'),
	(30, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 5, 'OtherGuardianFilled', 1, '{"alone":true,"relationship":null,"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","~":"dNjJCuqVRbQJ3yJLi9AI/6Wnip0iFqByR17Qw3PdJBmwWuW0bBFAYJ4z+9IqpTfJAdYQJa5rxjzflVQATca+cIvE90jIGmM/Jmj7aJbPvbXIB9Y8v24mdXGBOL4A"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.585283Z","correlation_id":"58976f55-ea7a-40cb-9bca-6203588aa061","causation_id":null}'),
	(31, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 6, 'ComplementaryFilled', 1, '{"quotient_choice":"DECLARED","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","~":"FZYMsPZHqizc1V9n4xu09o5SGWlXqOL7kUhNL7JC7BWggJyO5yl4VdP/1TCBjSseLM66uY44UIvsG6SwLB4="}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.604422Z","correlation_id":"8dda0288-7861-41af-8a86-16ddbce99174","causation_id":null}'),
	(32, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 7, 'ChildRegistered', 1, '{"school_id":"tilleuls","class_name":"GS","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","~":"Yqo79F6STkwWlIQoe/cuvplrfnAVYdsBXrQLWc2OSwhD9Do3p0y7mVMOKV5sKlfavcAmDo6J2DX3UjToUdC+5qd+X8zR3oBrRq2Co5tdpWwgCe2Y4kK5eHL9EbcOaVCkaw=="}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.617947Z","correlation_id":"9b481f32-2991-4b6c-b610-61e0dfc7e3a3","causation_id":null}'),
	(37, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 12, 'DocumentUploaded', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"94d44953-c313-5f3d-9373-4e7e72dc81bd","requirement":"school_insurance","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","content_type":"application/pdf","size":15044,"uploaded_at":"2026-11-26T22:16:14.755312Z","~":"UWOjUpgpZoiESisLq+fEiXODGWUPgas0qn9ureyWCB8LfBOGAut8YFhB2StMyhpepp8EVAsFy6U3/M0N2DOk"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.755312Z","correlation_id":"413c672e-a972-4b64-800b-ffebf9e0585b","causation_id":null}'),
	(38, 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', 13, 'FileSubmitted', 1, '{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","submission":1,"submitted_at":"2026-11-26T22:16:14.765688Z"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.765688Z","correlation_id":"5ecdb041-398c-49f4-9995-d45a4fbaf941","causation_id":null}');
INSERT INTO public.file_documents VALUES
	('ada79510-fb0b-5248-8987-3daa2c301af2', '330cd138-335b-59bd-8bce-8638f8088e5e', 'proof_of_address', NULL, 'VERIFIED', false),
	('41e20840-61dd-5bdc-a70a-d888926e81dc', '330cd138-335b-59bd-8bce-8638f8088e5e', 'school_insurance', '693e384a-f8d9-5e32-bdc2-542475f63336', 'VERIFIED', false),
	('083360e4-3242-51a9-b6d1-79923ec5ac3b', '330cd138-335b-59bd-8bce-8638f8088e5e', 'school_insurance', '9d5bcb59-d735-5805-86a5-e42b0af32c63', 'VERIFIED', false),
	('98418133-93a8-5cd5-bb67-624cc1894a59', '60d30d7e-01cc-5d7a-b489-103fd9756de0', 'proof_of_address', NULL, 'VERIFIED', false),
	('94d44953-c313-5f3d-9373-4e7e72dc81bd', '60d30d7e-01cc-5d7a-b489-103fd9756de0', 'school_insurance', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'VERIFIED', false);
INSERT INTO public.file_queue VALUES
	('330cd138-335b-59bd-8bce-8638f8088e5e', 'APPROVED', '2026-11-26 22:16:14.328479+00'),
	('60d30d7e-01cc-5d7a-b489-103fd9756de0', 'APPROVED', '2026-11-26 22:16:14.765688+00');
INSERT INTO public.household_names VALUES
	('330cd138-335b-59bd-8bce-8638f8088e5e', '43d2780b-8272-5669-8a52-f20e51410b79', '\xbbd5bc72efdaf0c453f0655ae886d4c8641db36da2cedaa463c40b7a4dcfe4eb7bba6c3c8af565bbc3a11701d2c922f5a0e96f9bf6e3de135803656b649394e427136056a38b8b8b2ff3f9', '\xa68391dd62cb2c8b1f91a1d7d6cc8d459fe5db5e7d0c534ca1481770008b4fa8d1c0aed0ea4663454fbb2f554b', '\xa8e999d0551638cd617077af27688eac12a3bd1b434d65be2881d6b7a7f3fb613bd47af7b68294f54e80637ed6215f9029d9e145fa0ab4e0a0a41e320a8480eb87c678'),
	('60d30d7e-01cc-5d7a-b489-103fd9756de0', 'aa382e8e-124a-5e13-964b-56fc4fcc5968', '\xed1f875bb251a328bc3a532e0e60fe424af27ec0f1599d6fc0a02c3edfebb39e37b421795c68b34df962dc4c406f8c2a0aa29f787a3f83edc5910ff7484b332a0c5f2e3356352550', '\xf02020be6c655b3cce1a8195d6e1d57aec738e096ea1cabd5438588ec8a3', '\x38a1e32694b4fcbb22beb26121d347eeab8f4abd90a267649789de7a20829426a5e6821238a4d3a0d0a1a5d1781065f2c0d59a60d9effc6633f0798bbd26d78c19c1de75');
INSERT INTO public.inbox VALUES
	(1, '7705c2df-8177-569f-bff6-24a16fa295ba', 'accounts', 'accounts.account_created', '{"specversion":"1.0","id":"7705c2df-8177-569f-bff6-24a16fa295ba","source":"/accounts","type":"accounts.account_created","subject":"account-43d2780b-8272-5669-8a52-f20e51410b79","time":"2026-11-26T22:16:13.619936Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"989d1296-3445-49b9-9927-abcccb393a87","data":{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","language":"fr"},"sequence":"1"}'),
	(2, 'df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd', 'accounts', 'accounts.account_created', '{"specversion":"1.0","id":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","source":"/accounts","type":"accounts.account_created","subject":"account-aa382e8e-124a-5e13-964b-56fc4fcc5968","time":"2026-11-26T22:16:14.436237Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"db5699d8-4155-4d10-b131-aa697e5a0e8a","data":{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","language":"fr"},"sequence":"3"}');
INSERT INTO public.outbox VALUES
	(1, '79473106-fef9-5ac6-a294-1116f34cff12', 'households.household_opened', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"79473106-fef9-5ac6-a294-1116f34cff12","source":"/households","type":"households.household_opened","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:13.659288Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"588f70d1-b7c8-4c42-99e0-72dc8c70fdff","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"}}'),
	(2, 'bc269cc6-5d6c-5e68-b2db-834bfeef7976', 'households.child_registered', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"bc269cc6-5d6c-5e68-b2db-834bfeef7976","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.016976Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"fab37afb-d76f-4a1d-887a-e6839a8835ad","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","school_level":"ELEMENTAIRE","school_id":"la-fontaine"}}'),
	(3, '675d45e2-d6d8-5f8e-ae82-0de393d4a188', 'households.child_registered', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"675d45e2-d6d8-5f8e-ae82-0de393d4a188","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.096731Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"f4dae2ae-9e3c-4519-8ffe-96343d0280d3","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","school_level":"MATERNELLE","school_id":"tilleuls"}}'),
	(4, 'c4f4e332-81b3-5919-91ab-2d9fba842422', 'households.document_uploaded', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"c4f4e332-81b3-5919-91ab-2d9fba842422","source":"/households","type":"households.document_uploaded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.191243Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_uploaded:1","correlationid":"d27b1187-fa21-4fb5-b077-f2b3793401e3","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"ada79510-fb0b-5248-8987-3daa2c301af2","requirement":"proof_of_address","child_id":null}}'),
	(5, 'bed644f0-fcaa-530d-af57-798ce891a456', 'households.document_uploaded', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"bed644f0-fcaa-530d-af57-798ce891a456","source":"/households","type":"households.document_uploaded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.248233Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_uploaded:1","correlationid":"a048b40d-c2a7-4c92-903d-4c8d077e3453","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"41e20840-61dd-5bdc-a70a-d888926e81dc","requirement":"school_insurance","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336"}}'),
	(6, '3fb57292-d1ef-51c6-ada6-1da8d4beabe2', 'households.document_uploaded', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"3fb57292-d1ef-51c6-ada6-1da8d4beabe2","source":"/households","type":"households.document_uploaded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.302827Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_uploaded:1","correlationid":"ac964cb5-a4f2-4b01-83a6-c3cb533b0168","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"083360e4-3242-51a9-b6d1-79923ec5ac3b","requirement":"school_insurance","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63"}}'),
	(7, '15fd5c40-bc45-5b58-a2c8-7542e7e697c1', 'households.household_file_submitted', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"15fd5c40-bc45-5b58-a2c8-7542e7e697c1","source":"/households","type":"households.household_file_submitted","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.328479Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"2d4bb7d5-67f9-4ff3-911b-1a50c727f3fe","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","submission":1}}'),
	(8, '2e217f3b-2199-59a5-a627-c2cdf07bf2dd', 'households.document_verified', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"2e217f3b-2199-59a5-a627-c2cdf07bf2dd","source":"/households","type":"households.document_verified","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.368330Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_verified:1","correlationid":"73b85980-1914-48c7-9d29-3c53127255ff","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"ada79510-fb0b-5248-8987-3daa2c301af2","requirement":"proof_of_address","child_id":null}}'),
	(9, '00dd5847-f6b9-5458-a20a-f23d15284658', 'households.document_verified', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"00dd5847-f6b9-5458-a20a-f23d15284658","source":"/households","type":"households.document_verified","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.378505Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_verified:1","correlationid":"3c485db8-a9e3-457a-b391-197e6ecda311","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"41e20840-61dd-5bdc-a70a-d888926e81dc","requirement":"school_insurance","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336"}}'),
	(10, 'bb6a5b0e-3b6f-5c3a-9b6a-c87a06c0c488', 'households.document_verified', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"bb6a5b0e-3b6f-5c3a-9b6a-c87a06c0c488","source":"/households","type":"households.document_verified","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.389272Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_verified:1","correlationid":"9d8d09bc-95f6-4945-96e6-d9aa43981de1","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","document_id":"083360e4-3242-51a9-b6d1-79923ec5ac3b","requirement":"school_insurance","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63"}}'),
	(11, '18e01ae9-c1ed-51f7-aa4a-7de442357007', 'households.household_file_approved', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"18e01ae9-c1ed-51f7-aa4a-7de442357007","source":"/households","type":"households.household_file_approved","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.406299Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"5ab12736-00c6-4fa4-9888-ee6604d3124a","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e"}}'),
	(12, '8e8adf9d-3e9b-5ace-ab89-f3443d79aa89', 'households.family_quotient_recorded', 'household-330cd138-335b-59bd-8bce-8638f8088e5e', '{"specversion":"1.0","id":"8e8adf9d-3e9b-5ace-ab89-f3443d79aa89","source":"/households","type":"households.family_quotient_recorded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.406299Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"5ab12736-00c6-4fa4-9888-ee6604d3124a","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","quotient":820,"effective_from":"2026-11-01"}}'),
	(18, '2c7273a3-2d72-5b67-b551-6acf5c6b6643', 'households.document_verified', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"2c7273a3-2d72-5b67-b551-6acf5c6b6643","source":"/households","type":"households.document_verified","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.797381Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_verified:1","correlationid":"b86815fb-ac06-4fa8-95c1-d18aa3525cea","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"98418133-93a8-5cd5-bb67-624cc1894a59","requirement":"proof_of_address","child_id":null}}'),
	(19, '4e40458d-46db-5bca-952e-ec3d193b3228', 'households.document_verified', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"4e40458d-46db-5bca-952e-ec3d193b3228","source":"/households","type":"households.document_verified","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.815587Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_verified:1","correlationid":"a10e980a-8e2e-4f11-b235-8a9830b9c333","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"94d44953-c313-5f3d-9373-4e7e72dc81bd","requirement":"school_insurance","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9"}}'),
	(13, '7581f4b2-3651-51b3-845b-7ef1bf499dda', 'households.household_opened', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"7581f4b2-3651-51b3-845b-7ef1bf499dda","source":"/households","type":"households.household_opened","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.469111Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causationid":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"}}'),
	(15, '89c2b2aa-db68-55f8-ba3f-6e9c45484c5e', 'households.document_uploaded', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"89c2b2aa-db68-55f8-ba3f-6e9c45484c5e","source":"/households","type":"households.document_uploaded","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.726360Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_uploaded:1","correlationid":"bca71864-8a00-411a-a0cf-bc37d77dcf8e","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"98418133-93a8-5cd5-bb67-624cc1894a59","requirement":"proof_of_address","child_id":null}}'),
	(20, '37ca15fd-2a88-51e9-be03-476ab9d0bdf1', 'households.household_file_approved', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"37ca15fd-2a88-51e9-be03-476ab9d0bdf1","source":"/households","type":"households.household_file_approved","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.830305Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0"}}'),
	(21, '042f10fb-ad6f-5ae6-bc4a-f587db726fd7', 'households.family_quotient_recorded', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"042f10fb-ad6f-5ae6-bc4a-f587db726fd7","source":"/households","type":"households.family_quotient_recorded","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.830305Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","quotient":540,"effective_from":"2026-11-01"}}'),
	(14, '92cd5eeb-1852-5c3c-a179-d39bdc690618', 'households.child_registered', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"92cd5eeb-1852-5c3c-a179-d39bdc690618","source":"/households","type":"households.child_registered","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.617947Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"9b481f32-2991-4b6c-b610-61e0dfc7e3a3","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","school_level":"MATERNELLE","school_id":"tilleuls"}}'),
	(16, '8da6d7b8-6ae9-5406-9401-00a211ea6ed9', 'households.document_uploaded', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"8da6d7b8-6ae9-5406-9401-00a211ea6ed9","source":"/households","type":"households.document_uploaded","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.755312Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.document_uploaded:1","correlationid":"413c672e-a972-4b64-800b-ffebf9e0585b","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","document_id":"94d44953-c313-5f3d-9373-4e7e72dc81bd","requirement":"school_insurance","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9"}}'),
	(17, '363981a3-de38-5a5a-9994-686981756c6d', 'households.household_file_submitted', 'household-60d30d7e-01cc-5d7a-b489-103fd9756de0', '{"specversion":"1.0","id":"363981a3-de38-5a5a-9994-686981756c6d","source":"/households","type":"households.household_file_submitted","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.765688Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"5ecdb041-398c-49f4-9995-d45a4fbaf941","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","submission":1}}');
INSERT INTO public.relay_cursor VALUES
	(1, 21);
SELECT pg_catalog.setval('public.inbox_arrival_seq', 2, true);
SELECT pg_catalog.setval('public.relay_cursor_id_seq', 1, false);
ALTER TABLE ONLY public.child_names
    ADD CONSTRAINT child_names_pkey PRIMARY KEY (child_id);
ALTER TABLE ONLY public.configuration
    ADD CONSTRAINT configuration_pkey PRIMARY KEY (part);
ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_stream_version UNIQUE (stream, version);
ALTER TABLE ONLY public.file_documents
    ADD CONSTRAINT file_documents_pkey PRIMARY KEY (document_id);
ALTER TABLE ONLY public.file_queue
    ADD CONSTRAINT file_queue_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.household_names
    ADD CONSTRAINT household_names_account_id_key UNIQUE (account_id);
ALTER TABLE ONLY public.household_names
    ADD CONSTRAINT household_names_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (arrival);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_cursor
    ADD CONSTRAINT relay_cursor_pkey PRIMARY KEY (id);
CREATE INDEX events_type_position ON public.events USING btree (type, "position");
CREATE INDEX file_queue_status ON public.file_queue USING btree (status, submitted_at);
CREATE INDEX ix_child_names_household_id ON public.child_names USING btree (household_id);
CREATE INDEX ix_file_documents_household_id ON public.file_documents USING btree (household_id);

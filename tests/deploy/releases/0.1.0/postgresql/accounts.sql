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
CREATE TABLE public.account_list (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    person bytea,
    language text NOT NULL,
    confirmed boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    roles json NOT NULL,
    facilities json NOT NULL
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
CREATE TABLE public.links (
    token_hash text NOT NULL,
    account_id uuid NOT NULL
);
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
CREATE TABLE public.password_tries (
    email_lookup text NOT NULL,
    tried_at json NOT NULL,
    last_at timestamp with time zone NOT NULL
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
CREATE TABLE public.sessions (
    token_hash text NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sign_in (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    email_lookup text NOT NULL,
    password_hash bytea
);
ALTER TABLE ONLY public.inbox ALTER COLUMN arrival SET DEFAULT nextval('public.inbox_arrival_seq'::regclass);
ALTER TABLE ONLY public.relay_cursor ALTER COLUMN id SET DEFAULT nextval('public.relay_cursor_id_seq'::regclass);
INSERT INTO public.account_list VALUES
	('0ba5d619-2606-5916-a89e-9a12e780e3f1', 'STAFF', '\xad5848f1f89f942b785b959c51d62b8a8785e9d50dc7a828a737a390825a09f7fe02726cde2e910081a8bf311a6b9b757001264d1b2105f88e6490ab0ffb08105bf4fde1a3c46600a065a7949c83956deed66d05bf8488c3ce734d0787c048', 'fr', true, '2026-11-26 22:16:13.543603+00', '["files", "bookings", "billing"]', '[]'),
	('43d2780b-8272-5669-8a52-f20e51410b79', 'FAMILY', '\x1fbed661d325c0de754c9902a148db8077058aba66e7064d6474e6c026fe1782322d45b14c737f1d2b4970019ccfa69b09813d6e765eccff0ff1558e6cf39cd03f7e37305d0c', 'fr', true, '2026-11-26 22:16:13.619936+00', '[]', '[]'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', 'FAMILY', '\x975d12c7d81bc25ea2fb23beb69ba6330d37958ed1c29b988acad869f4f00d0156b98792ee7ca509a6b641a26df8b757518f4f9a412bdd939625d9162790bcc6ef883b7e', 'fr', true, '2026-11-26 22:16:14.436237+00', '[]', '[]');
INSERT INTO public.events VALUES
	(1, 'email-4cad13ad4a7bd14854f8e9544bcfad11f37e8e4829d498efd04bf6655207d5ba', 1, 'EmailClaimed', 1, '{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","claimed_at":"2026-11-26T22:16:13.543603Z"}', '{"actor":"operator","at":"2026-11-26T22:16:13.543603Z","correlation_id":"06b42735-f790-47d5-95d0-3cacc59693b7","causation_id":null}'),
	(2, 'staff-0ba5d619-2606-5916-a89e-9a12e780e3f1', 1, 'StaffMemberDescribed', 1, '{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","email_lookup":"4cad13ad4a7bd14854f8e9544bcfad11f37e8e4829d498efd04bf6655207d5ba","roles":["files","bookings","billing"],"facilities":[],"described_at":"2026-11-26T22:16:13.543603Z","~":"nm88L4Km7ez0B12jTGNfZ0lfixcUWFmUzh4ej592mYSJKsupAMkiwEtcaLtDrJrZQmDk67vlTEp6Bqmh0/2sEphzmEm5gHbpLqgXjDmAK3Snj01jDGW+3UQ/Iby1i0Y="}', '{"actor":"operator","at":"2026-11-26T22:16:13.543603Z","correlation_id":"06b42735-f790-47d5-95d0-3cacc59693b7","causation_id":null}'),
	(3, 'staff-0ba5d619-2606-5916-a89e-9a12e780e3f1', 2, 'StaffPasswordSet', 1, '{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","set_at":"2026-11-26T22:16:13.543603Z","~":"xqcZ43Zw8I2o5HB5QwGZRbdOsLtHZNvh84QxqzDEHeRL74rnMpXFAnOGTm4Z2TKQ9UbrUfm6EFWsTurH9VpwwZburHiNfxpP27SOs1/+4UnoR81yNHS/d3acxqvq9cA/sNiQUXlzUgnot+hIFnSD4Cg2NxaRMhp1TBQB8dUMQqgQhsg5tlGqA3D7G2++"}', '{"actor":"operator","at":"2026-11-26T22:16:13.543603Z","correlation_id":"06b42735-f790-47d5-95d0-3cacc59693b7","causation_id":null}'),
	(4, 'email-6d24b2ed54df959f74d3aba4b9768b175980c6d76c462c686b4451da2b079d38', 1, 'EmailClaimed', 1, '{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","claimed_at":"2026-11-26T22:16:13.619936Z"}', '{"actor":"service:gateway","at":"2026-11-26T22:16:13.619936Z","correlation_id":"989d1296-3445-49b9-9927-abcccb393a87","causation_id":null}'),
	(5, 'account-43d2780b-8272-5669-8a52-f20e51410b79', 1, 'AccountRegistered', 1, '{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","email_lookup":"6d24b2ed54df959f74d3aba4b9768b175980c6d76c462c686b4451da2b079d38","language":"fr","registered_at":"2026-11-26T22:16:13.619936Z","~":"K/uW3VtsEYdusNaFWv3z0ec6mudIM1bz2Qn5P4cDrLfSdW/SrC9h1rkputThRnIumeYxKCPC/FGGXFGcwFCTATMRn3NsR0yaWXmVAy3bxBE0BfQ0zJBaYcUxvSrK+mb6AiWx43IQfN6fBVet4iqvomHpuj35zn4GIeYd1gaC7A4ExCIShafKHTVVRjuVpForYpe7RKlkX25lHVtuDYcTKYF71NaZLl+A2yk="}', '{"actor":"service:gateway","at":"2026-11-26T22:16:13.619936Z","correlation_id":"989d1296-3445-49b9-9927-abcccb393a87","causation_id":null}'),
	(6, 'account-43d2780b-8272-5669-8a52-f20e51410b79', 2, 'LinkIssued', 1, '{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","purpose":"confirm","token_hash":"2d88572b853882d27135af1664d30f0295e893ad869d5864db073b935457cb89","expires_at":"2026-11-27T22:16:13.747583Z"}', '{"actor":"service:portail","at":"2026-11-26T22:16:13.747583Z","correlation_id":"fcea85be-ba67-41df-9015-9a0fcc331f66","causation_id":null}'),
	(7, 'account-43d2780b-8272-5669-8a52-f20e51410b79', 3, 'EmailConfirmed', 1, '{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","confirmed_at":"2026-11-26T22:16:13.766743Z"}', '{"actor":"service:gateway","at":"2026-11-26T22:16:13.766743Z","correlation_id":"29dd57ab-9a2c-43b9-ad65-39b864414fad","causation_id":null}'),
	(8, 'account-43d2780b-8272-5669-8a52-f20e51410b79', 4, 'LinkIssued', 1, '{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","purpose":"confirm","token_hash":"648dcc30674e99ec6e943a6760b9bdb12ceda72a9e1cb8dbb6b76d57d61ce070","expires_at":"2026-11-27T22:16:13.913629Z"}', '{"actor":"service:notifier","at":"2026-11-26T22:16:13.913629Z","correlation_id":"0e0d1ccf-56af-4a91-ad30-78eaf5dd5bf1","causation_id":null}'),
	(9, 'email-bca2b56a8fc748fc7ab51cd3698794df65ec114158bb4e9dd9d4a5ff3425e824', 1, 'EmailClaimed', 1, '{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","claimed_at":"2026-11-26T22:16:14.436237Z"}', '{"actor":"service:gateway","at":"2026-11-26T22:16:14.436237Z","correlation_id":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causation_id":null}'),
	(10, 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', 1, 'AccountRegistered', 1, '{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","email_lookup":"bca2b56a8fc748fc7ab51cd3698794df65ec114158bb4e9dd9d4a5ff3425e824","language":"fr","registered_at":"2026-11-26T22:16:14.436237Z","~":"3aUyqmOVL8Bglp6C87VeVmU8WN+AbuoRlI6B8zEyCMVGcXM6jP8oBXuvmS9MSa5NsORyZglJPCDSTZESKhrFMC+itAbYGE0rIJeYnF3k1zozwhnbKHwtUYMGuQvG66SEZ+iDG43KH6qeOGsI937LRMPrcUdUwmEc7RZnfGypcNRAA3TNni/JqI/VELo+EfyD9CBv31z+/7g9fhZdfCMsdwu7uEa3UC8J"}', '{"actor":"service:gateway","at":"2026-11-26T22:16:14.436237Z","correlation_id":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causation_id":null}'),
	(11, 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', 2, 'LinkIssued', 1, '{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","purpose":"confirm","token_hash":"4e7f551bf005701bfdc2693ffcd328e88cbb2cf43f4bbb3349fd1e5b878219ef","expires_at":"2026-11-27T22:16:14.499853Z"}', '{"actor":"service:portail","at":"2026-11-26T22:16:14.499853Z","correlation_id":"88e86a26-cd9a-4303-83a6-51560e8514e3","causation_id":null}'),
	(12, 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', 3, 'EmailConfirmed', 1, '{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","confirmed_at":"2026-11-26T22:16:14.505599Z"}', '{"actor":"service:gateway","at":"2026-11-26T22:16:14.505599Z","correlation_id":"7aa4b7ed-4f6b-4bcd-bd8e-e1a26a8faa6a","causation_id":null}'),
	(13, 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', 4, 'LinkIssued', 1, '{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","purpose":"confirm","token_hash":"388d250d2d564d45ee0881debca2ba34868941dc0882e15a9c83e50dc74ab124","expires_at":"2026-11-27T22:16:14.571261Z"}', '{"actor":"service:notifier","at":"2026-11-26T22:16:14.571261Z","correlation_id":"1f70972a-96b7-4a88-8832-0b337809fa9f","causation_id":null}');
INSERT INTO public.links VALUES
	('2d88572b853882d27135af1664d30f0295e893ad869d5864db073b935457cb89', '43d2780b-8272-5669-8a52-f20e51410b79'),
	('648dcc30674e99ec6e943a6760b9bdb12ceda72a9e1cb8dbb6b76d57d61ce070', '43d2780b-8272-5669-8a52-f20e51410b79'),
	('4e7f551bf005701bfdc2693ffcd328e88cbb2cf43f4bbb3349fd1e5b878219ef', 'aa382e8e-124a-5e13-964b-56fc4fcc5968'),
	('388d250d2d564d45ee0881debca2ba34868941dc0882e15a9c83e50dc74ab124', 'aa382e8e-124a-5e13-964b-56fc4fcc5968');
INSERT INTO public.outbox VALUES
	(1, '7705c2df-8177-569f-bff6-24a16fa295ba', 'accounts.account_created', 'account-43d2780b-8272-5669-8a52-f20e51410b79', '{"specversion":"1.0","id":"7705c2df-8177-569f-bff6-24a16fa295ba","source":"/accounts","type":"accounts.account_created","subject":"account-43d2780b-8272-5669-8a52-f20e51410b79","time":"2026-11-26T22:16:13.619936Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"989d1296-3445-49b9-9927-abcccb393a87","data":{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","language":"fr"}}'),
	(2, '0bdfef79-2632-57d9-8ac8-e92a33c2238b', 'accounts.email_confirmed', 'account-43d2780b-8272-5669-8a52-f20e51410b79', '{"specversion":"1.0","id":"0bdfef79-2632-57d9-8ac8-e92a33c2238b","source":"/accounts","type":"accounts.email_confirmed","subject":"account-43d2780b-8272-5669-8a52-f20e51410b79","time":"2026-11-26T22:16:13.766743Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.email_confirmed:1","correlationid":"29dd57ab-9a2c-43b9-ad65-39b864414fad","data":{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79"}}'),
	(3, 'df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd', 'accounts.account_created', 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', '{"specversion":"1.0","id":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","source":"/accounts","type":"accounts.account_created","subject":"account-aa382e8e-124a-5e13-964b-56fc4fcc5968","time":"2026-11-26T22:16:14.436237Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"db5699d8-4155-4d10-b131-aa697e5a0e8a","data":{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","language":"fr"}}'),
	(4, 'd578806e-0da9-5d99-8117-8284fdcfc8e1', 'accounts.email_confirmed', 'account-aa382e8e-124a-5e13-964b-56fc4fcc5968', '{"specversion":"1.0","id":"d578806e-0da9-5d99-8117-8284fdcfc8e1","source":"/accounts","type":"accounts.email_confirmed","subject":"account-aa382e8e-124a-5e13-964b-56fc4fcc5968","time":"2026-11-26T22:16:14.505599Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.email_confirmed:1","correlationid":"7aa4b7ed-4f6b-4bcd-bd8e-e1a26a8faa6a","data":{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"}}');
INSERT INTO public.relay_cursor VALUES
	(1, 4);
INSERT INTO public.sessions VALUES
	('61266e1ac078114efaf9ed75e947fefa955707ca3ef2faf5e419b7a4bda5d8ce', '43d2780b-8272-5669-8a52-f20e51410b79', 'FAMILY', '2026-11-26 22:16:13.619936+00', '2026-11-26 22:16:13.619936+00', '2026-11-27 10:16:13.619936+00'),
	('b861f271feaf2db55281f2b2e0a259147edc5c42308be3d08d9d976c43fe09cc', 'aa382e8e-124a-5e13-964b-56fc4fcc5968', 'FAMILY', '2026-11-26 22:16:14.436237+00', '2026-11-26 22:16:14.436237+00', '2026-11-27 10:16:14.436237+00');
INSERT INTO public.sign_in VALUES
	('0ba5d619-2606-5916-a89e-9a12e780e3f1', 'STAFF', '4cad13ad4a7bd14854f8e9544bcfad11f37e8e4829d498efd04bf6655207d5ba', '\x9295fe9ca96370370c4d52197988c7abfc736ae20494865267c7e3d1872c299f3934926d688778f3e449bc1ad3b5d8f7b9ed0d549a788d5afe27bfed29a279b38710b28fe84f7bfa197a228674f53a175b3708dabad61ca665b2965d62ea43f640d1081b4d26e20b6d7ab2345d1dbdd51cfaf77e2b42e67f7d'),
	('43d2780b-8272-5669-8a52-f20e51410b79', 'FAMILY', '6d24b2ed54df959f74d3aba4b9768b175980c6d76c462c686b4451da2b079d38', '\x97ebf761da06ba87b5080a9fc71f550551cad4ce8fa1921ae359c7f01f6695c26ac5b3247292a285e3373b5fde89aa0d3c8e0ed2838e477107020c792c6fe5d1bfdb78acb7cc3c69d4987d270cc6b0ac09d1413d3046176ca698e2507e5f67eba119cc70df1b00bf69ebed195a1c89c845adf40f59f226ef9d'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', 'FAMILY', 'bca2b56a8fc748fc7ab51cd3698794df65ec114158bb4e9dd9d4a5ff3425e824', '\x80fdf74998b9fc028c609c047e3f9e71e6406bd9dd42fd7e4517e4dced6363d841de3106d97934dfb0e94cecb7519026a66139082c12994fa03796f05aa5ad0f25206609a074aacc62e671aee91a0dae78ddc52bc89cb41ef4d16912b2332ffdfbe21923ff72879b186ace1a6f510526a9c68c7869e882566e');
SELECT pg_catalog.setval('public.inbox_arrival_seq', 1, false);
SELECT pg_catalog.setval('public.relay_cursor_id_seq', 1, false);
ALTER TABLE ONLY public.account_list
    ADD CONSTRAINT account_list_pkey PRIMARY KEY (account_id);
ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_stream_version UNIQUE (stream, version);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (arrival);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT links_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.password_tries
    ADD CONSTRAINT password_tries_pkey PRIMARY KEY (email_lookup);
ALTER TABLE ONLY public.relay_cursor
    ADD CONSTRAINT relay_cursor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_email_lookup_key UNIQUE (email_lookup);
ALTER TABLE ONLY public.sign_in
    ADD CONSTRAINT sign_in_pkey PRIMARY KEY (account_id);
CREATE INDEX events_type_position ON public.events USING btree (type, "position");
CREATE INDEX ix_password_tries_last_at ON public.password_tries USING btree (last_at);
CREATE INDEX ix_sessions_account_id ON public.sessions USING btree (account_id);
CREATE INDEX ix_sessions_expires_at ON public.sessions USING btree (expires_at);

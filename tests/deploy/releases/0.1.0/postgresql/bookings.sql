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
CREATE TABLE public.bookable_children (
    child_id uuid NOT NULL,
    household_id uuid NOT NULL,
    number integer NOT NULL,
    school_level text NOT NULL
);
CREATE TABLE public.booking_requests (
    request_id uuid NOT NULL,
    household_id uuid NOT NULL,
    status text NOT NULL,
    kind text NOT NULL,
    reference text,
    received_at timestamp with time zone
);
CREATE TABLE public.cancelled_days (
    request_id uuid NOT NULL,
    line_id text NOT NULL,
    day date NOT NULL,
    household_id uuid NOT NULL
);
CREATE TABLE public.cursors (
    source text NOT NULL,
    "position" bigint NOT NULL
);
CREATE TABLE public.drafts (
    household_id uuid NOT NULL,
    request_id uuid NOT NULL
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
CREATE TABLE public.facilities (
    facility_id text NOT NULL,
    name text NOT NULL,
    content text NOT NULL
);
CREATE TABLE public.guardians (
    account_id uuid NOT NULL,
    household_id uuid NOT NULL
);
CREATE TABLE public.household_status (
    household_id uuid NOT NULL,
    status text NOT NULL
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
CREATE TABLE public.occupancy (
    facility_id text NOT NULL,
    slot_type text NOT NULL,
    day date NOT NULL,
    taken integer NOT NULL
);
CREATE TABLE public.opening_waves (
    wave_id text NOT NULL,
    school_year text NOT NULL,
    content text NOT NULL
);
CREATE TABLE public.operator_card (
    "only" integer NOT NULL,
    content text NOT NULL
);
CREATE SEQUENCE public.operator_card_only_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.operator_card_only_seq OWNED BY public.operator_card."only";
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
CREATE TABLE public.planner_lines (
    request_id uuid NOT NULL,
    line_id text NOT NULL,
    household_id uuid NOT NULL,
    child_id uuid NOT NULL,
    facility_id text NOT NULL,
    slot_type text NOT NULL,
    weekday integer,
    first_day date NOT NULL,
    last_day date NOT NULL,
    dates text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    reason text,
    capacity integer,
    taken integer
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
CREATE TABLE public.school_years (
    school_year text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    content text NOT NULL
);
ALTER TABLE ONLY public.inbox ALTER COLUMN arrival SET DEFAULT nextval('public.inbox_arrival_seq'::regclass);
ALTER TABLE ONLY public.operator_card ALTER COLUMN "only" SET DEFAULT nextval('public.operator_card_only_seq'::regclass);
ALTER TABLE ONLY public.relay_cursor ALTER COLUMN id SET DEFAULT nextval('public.relay_cursor_id_seq'::regclass);
INSERT INTO public.bookable_children VALUES
	('693e384a-f8d9-5e32-bdc2-542475f63336', '330cd138-335b-59bd-8bce-8638f8088e5e', 1, 'ELEMENTAIRE'),
	('9d5bcb59-d735-5805-86a5-e42b0af32c63', '330cd138-335b-59bd-8bce-8638f8088e5e', 2, 'MATERNELLE'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', '60d30d7e-01cc-5d7a-b489-103fd9756de0', 1, 'MATERNELLE');
INSERT INTO public.booking_requests VALUES
	('9f905b5b-5d62-5d39-9cf0-981b236ab945', '60d30d7e-01cc-5d7a-b489-103fd9756de0', 'DECIDED', 'STANDING', 'D-2026-HRKS9R', '2026-11-26 22:16:15.03022+00'),
	('9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', '60d30d7e-01cc-5d7a-b489-103fd9756de0', 'DECIDED', 'STANDING', 'D-2026-DBMBFT', '2026-11-26 22:16:15.11849+00');
INSERT INTO public.cursors VALUES
	('households', 21);
INSERT INTO public.events VALUES
	(1, 'operator-0', 1, 'OperatorDescribed', 1, '{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}', '{"actor":"operator","at":"2026-11-26T22:16:13.223035Z","correlation_id":"fa29cee6-38fa-4ee2-a818-6f01d48533d4","causation_id":null}'),
	(2, 'school-year-2026-2027', 1, 'SchoolYearDescribed', 1, '{"school_year":"2026-2027","starts_on":"2026-09-01","ends_on":"2027-07-02","regular_cutoff_at":"2026-12-16T22:59:00Z","holidays":[{"name":"Vacances de la Toussaint","first":"2026-10-17","last":"2026-11-01"},{"name":"Vacances de Noël","first":"2026-12-19","last":"2027-01-03"},{"name":"Vacances d’hiver","first":"2027-02-20","last":"2027-03-07"},{"name":"Vacances de printemps","first":"2027-04-17","last":"2027-05-02"},{"name":"Pont de l’Ascension","first":"2027-05-07","last":"2027-05-07"}],"public_holidays":[{"name":"Armistice","day":"2026-11-11"},{"name":"Noël","day":"2026-12-25"},{"name":"Saint-Étienne","day":"2026-12-26"},{"name":"Jour de l’An","day":"2027-01-01"},{"name":"Vendredi saint","day":"2027-03-26"},{"name":"Lundi de Pâques","day":"2027-03-29"},{"name":"Fête du Travail","day":"2027-05-01"},{"name":"Ascension","day":"2027-05-06"},{"name":"Victoire 1945","day":"2027-05-08"},{"name":"Lundi de Pentecôte","day":"2027-05-17"}],"closures":[{"name":"Journée pédagogique","first":"2027-01-29","last":"2027-01-29","facility_id":"tilleuls"}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.261697Z","correlation_id":"5cf9e3b3-e309-45cc-9234-7bdf0ffe8c63","causation_id":null}'),
	(3, 'facility-tilleuls', 1, 'FacilityDescribed', 1, '{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","address":"4 rue des Tilleuls, Strasbourg","levels":["MATERNELLE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":20,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":60,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.275210Z","correlation_id":"92fbb702-d30a-4c85-a32a-86c80f1f16e4","causation_id":null}'),
	(4, 'facility-la-fontaine', 1, 'FacilityDescribed', 1, '{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","address":"12 rue de la Fontaine, Strasbourg","levels":["ELEMENTAIRE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":90,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":42,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.293121Z","correlation_id":"e22258ec-c34f-4eea-93b4-cca95ca6c10a","causation_id":null}'),
	(5, 'facility-la-ruche', 1, 'FacilityDescribed', 1, '{"facility_id":"la-ruche","name":"La Ruche","address":"7 quai des Abeilles, Strasbourg","levels":["MATERNELLE","ELEMENTAIRE"],"slot_types":[{"slot_type":"WEDNESDAY","weekdays":[2],"starts":"08:00","ends":"18:00","capacity":4,"deadline":{"days_before":7,"at":"18:00","counting":"CALENDAR_DAYS"}}]}', '{"actor":"operator","at":"2026-11-26T22:16:13.307499Z","correlation_id":"257d8f7d-b54f-44fa-9713-2d7077c2ef6f","causation_id":null}'),
	(6, 'opening-wave-maternelle-2026', 1, 'OpeningWaveScheduled', 1, '{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00Z"}', '{"actor":"operator","at":"2026-11-26T22:16:13.340376Z","correlation_id":"62042896-8aa6-4ef6-a796-1648d2dc756c","causation_id":null}'),
	(7, 'opening-wave-elementaire-2026', 1, 'OpeningWaveScheduled', 1, '{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00Z"}', '{"actor":"operator","at":"2026-11-26T22:16:13.368981Z","correlation_id":"71a731f9-27e0-42a9-8f66-1b9c86707b57","causation_id":null}'),
	(8, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 1, 'RequestStarted', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"tilleuls","school_year":"2026-2027","kind":"STANDING","carried":[],"started_at":"2026-11-26T22:16:14.866162Z"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.866162Z","correlation_id":"ed33a180-da22-482d-a6c9-dd04c746082b","causation_id":null}'),
	(9, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 2, 'SlotsChosen', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null}],"cancellations":[]}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.915233Z","correlation_id":"4099dfa3-fb07-4b84-8087-939f779f197a","causation_id":null}'),
	(10, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 3, 'SlotsChosen', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"day":null}],"cancellations":[]}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:14.958905Z","correlation_id":"414345a4-1d25-499b-8e57-878accf2b5dd","causation_id":null}'),
	(11, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 4, 'SlotsChosen', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"day":null}],"cancellations":[]}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:15.003160Z","correlation_id":"7e637cf7-9aa6-4de6-8426-473573221d6a","causation_id":null}'),
	(13, 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', 1, 'RequestStarted', 1, '{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"la-ruche","school_year":"2026-2027","kind":"STANDING","carried":[],"started_at":"2026-11-26T22:16:15.050848Z"}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:15.050848Z","correlation_id":"c63c0002-ee69-45fe-8642-8ccf70dd9118","causation_id":null}'),
	(12, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 5, 'RequestSubmitted', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"tilleuls","school_year":"2026-2027","kind":"STANDING","received_at":"2026-11-26T22:16:15.030220Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"cancellations":[],"later":[],"next_request_id":null}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:15.030220Z","correlation_id":"c1ecff54-c6e8-47b9-ab3a-41b37807c2fb","causation_id":null}'),
	(16, 'register-tilleuls-2026-2027', 1, 'PlacesTaken', 1, '{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"1","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(17, 'register-tilleuls-2026-2027', 2, 'PlacesTaken', 1, '{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"2","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"EVENING","dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},"capacity":28,"taken":1,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(18, 'register-tilleuls-2026-2027', 3, 'PlacesTaken', 1, '{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"3","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(19, 'register-tilleuls-2026-2027', 4, 'PlacesTaken', 1, '{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"4","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(20, 'register-la-ruche-2026-2027', 1, 'PlacesTaken', 1, '{"line":{"facility_id":"la-ruche","school_year":"2026-2027","request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","line_id":"1","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"WEDNESDAY","dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]},"capacity":4,"taken":1,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(21, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 6, 'LinesDecided', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"2","decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"3","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"4","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(22, 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', 7, 'RequestDecided', 1, '{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"2","decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"3","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"4","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(14, 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', 2, 'SlotsChosen', 1, '{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"day":null}],"cancellations":[]}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:15.100190Z","correlation_id":"8423d880-a676-4ad2-aaa1-fd1a0f4323eb","causation_id":null}'),
	(15, 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', 3, 'RequestSubmitted', 1, '{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"la-ruche","school_year":"2026-2027","kind":"STANDING","received_at":"2026-11-26T22:16:15.118490Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"cancellations":[],"later":[],"next_request_id":null}', '{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:16:15.118490Z","correlation_id":"c7928a6f-5895-4964-9d4a-2ac4cc8222e6","causation_id":null}'),
	(23, 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', 4, 'LinesDecided', 1, '{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}'),
	(24, 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', 5, 'RequestDecided', 1, '{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:16:15.172829Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}', '{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:16:15.172829Z","correlation_id":"f652f681-72b8-47f8-824e-d28b92d74f90","causation_id":null}');
INSERT INTO public.facilities VALUES
	('tilleuls', 'Maternelle Les Tilleuls', '{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","address":"4 rue des Tilleuls, Strasbourg","levels":["MATERNELLE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":20,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":60,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}'),
	('la-fontaine', 'École Jean-de-La-Fontaine', '{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","address":"12 rue de la Fontaine, Strasbourg","levels":["ELEMENTAIRE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":90,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":42,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}'),
	('la-ruche', 'La Ruche', '{"facility_id":"la-ruche","name":"La Ruche","address":"7 quai des Abeilles, Strasbourg","levels":["MATERNELLE","ELEMENTAIRE"],"slot_types":[{"slot_type":"WEDNESDAY","weekdays":[2],"starts":"08:00","ends":"18:00","capacity":4,"deadline":{"days_before":7,"at":"18:00","counting":"CALENDAR_DAYS"}}]}');
INSERT INTO public.guardians VALUES
	('43d2780b-8272-5669-8a52-f20e51410b79', '330cd138-335b-59bd-8bce-8638f8088e5e'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', '60d30d7e-01cc-5d7a-b489-103fd9756de0');
INSERT INTO public.household_status VALUES
	('330cd138-335b-59bd-8bce-8638f8088e5e', 'APPROVED'),
	('60d30d7e-01cc-5d7a-b489-103fd9756de0', 'APPROVED');
INSERT INTO public.inbox VALUES
	(1, '79473106-fef9-5ac6-a294-1116f34cff12', 'households', 'households.household_opened', '{"specversion":"1.0","id":"79473106-fef9-5ac6-a294-1116f34cff12","source":"/households","type":"households.household_opened","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:13.659288Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"588f70d1-b7c8-4c42-99e0-72dc8c70fdff","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"},"sequence":"1"}'),
	(2, 'bc269cc6-5d6c-5e68-b2db-834bfeef7976', 'households', 'households.child_registered', '{"specversion":"1.0","id":"bc269cc6-5d6c-5e68-b2db-834bfeef7976","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.016976Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"fab37afb-d76f-4a1d-887a-e6839a8835ad","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","school_level":"ELEMENTAIRE","school_id":"la-fontaine"},"sequence":"2"}'),
	(3, '675d45e2-d6d8-5f8e-ae82-0de393d4a188', 'households', 'households.child_registered', '{"specversion":"1.0","id":"675d45e2-d6d8-5f8e-ae82-0de393d4a188","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.096731Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"f4dae2ae-9e3c-4519-8ffe-96343d0280d3","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","school_level":"MATERNELLE","school_id":"tilleuls"},"sequence":"3"}'),
	(4, '15fd5c40-bc45-5b58-a2c8-7542e7e697c1', 'households', 'households.household_file_submitted', '{"specversion":"1.0","id":"15fd5c40-bc45-5b58-a2c8-7542e7e697c1","source":"/households","type":"households.household_file_submitted","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.328479Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"2d4bb7d5-67f9-4ff3-911b-1a50c727f3fe","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","submission":1},"sequence":"7"}'),
	(5, '18e01ae9-c1ed-51f7-aa4a-7de442357007', 'households', 'households.household_file_approved', '{"specversion":"1.0","id":"18e01ae9-c1ed-51f7-aa4a-7de442357007","source":"/households","type":"households.household_file_approved","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.406299Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"5ab12736-00c6-4fa4-9888-ee6604d3124a","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e"},"sequence":"11"}'),
	(6, '7581f4b2-3651-51b3-845b-7ef1bf499dda', 'households', 'households.household_opened', '{"specversion":"1.0","id":"7581f4b2-3651-51b3-845b-7ef1bf499dda","source":"/households","type":"households.household_opened","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.469111Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causationid":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"},"sequence":"13"}'),
	(7, '92cd5eeb-1852-5c3c-a179-d39bdc690618', 'households', 'households.child_registered', '{"specversion":"1.0","id":"92cd5eeb-1852-5c3c-a179-d39bdc690618","source":"/households","type":"households.child_registered","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.617947Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"9b481f32-2991-4b6c-b610-61e0dfc7e3a3","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","school_level":"MATERNELLE","school_id":"tilleuls"},"sequence":"14"}'),
	(8, '363981a3-de38-5a5a-9994-686981756c6d', 'households', 'households.household_file_submitted', '{"specversion":"1.0","id":"363981a3-de38-5a5a-9994-686981756c6d","source":"/households","type":"households.household_file_submitted","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.765688Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"5ecdb041-398c-49f4-9995-d45a4fbaf941","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","submission":1},"sequence":"17"}'),
	(9, '37ca15fd-2a88-51e9-be03-476ab9d0bdf1', 'households', 'households.household_file_approved', '{"specversion":"1.0","id":"37ca15fd-2a88-51e9-be03-476ab9d0bdf1","source":"/households","type":"households.household_file_approved","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.830305Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0"},"sequence":"20"}');
INSERT INTO public.occupancy VALUES
	('tilleuls', 'LUNCH', '2026-11-30', 1),
	('tilleuls', 'LUNCH', '2026-12-07', 1),
	('tilleuls', 'LUNCH', '2026-12-14', 1),
	('tilleuls', 'LUNCH', '2027-01-04', 1),
	('tilleuls', 'LUNCH', '2027-01-11', 1),
	('tilleuls', 'LUNCH', '2027-01-18', 1),
	('tilleuls', 'LUNCH', '2027-01-25', 1),
	('tilleuls', 'LUNCH', '2027-02-01', 1),
	('tilleuls', 'LUNCH', '2027-02-08', 1),
	('tilleuls', 'LUNCH', '2027-02-15', 1),
	('tilleuls', 'LUNCH', '2027-03-08', 1),
	('tilleuls', 'LUNCH', '2027-03-15', 1),
	('tilleuls', 'LUNCH', '2027-03-22', 1),
	('tilleuls', 'LUNCH', '2027-04-05', 1),
	('tilleuls', 'LUNCH', '2027-04-12', 1),
	('tilleuls', 'LUNCH', '2027-05-03', 1),
	('tilleuls', 'LUNCH', '2027-05-10', 1),
	('tilleuls', 'LUNCH', '2027-05-24', 1),
	('tilleuls', 'LUNCH', '2027-05-31', 1),
	('tilleuls', 'LUNCH', '2027-06-07', 1),
	('tilleuls', 'LUNCH', '2027-06-14', 1),
	('tilleuls', 'LUNCH', '2027-06-21', 1),
	('tilleuls', 'LUNCH', '2027-06-28', 1),
	('tilleuls', 'EVENING', '2026-11-30', 1),
	('tilleuls', 'EVENING', '2026-12-07', 1),
	('tilleuls', 'EVENING', '2026-12-14', 1),
	('tilleuls', 'EVENING', '2027-01-04', 1),
	('tilleuls', 'EVENING', '2027-01-11', 1),
	('tilleuls', 'EVENING', '2027-01-18', 1),
	('tilleuls', 'EVENING', '2027-01-25', 1),
	('tilleuls', 'EVENING', '2027-02-01', 1),
	('tilleuls', 'EVENING', '2027-02-08', 1),
	('tilleuls', 'EVENING', '2027-02-15', 1),
	('tilleuls', 'EVENING', '2027-03-08', 1),
	('tilleuls', 'EVENING', '2027-03-15', 1),
	('tilleuls', 'EVENING', '2027-03-22', 1),
	('tilleuls', 'EVENING', '2027-04-05', 1),
	('tilleuls', 'EVENING', '2027-04-12', 1),
	('tilleuls', 'EVENING', '2027-05-03', 1),
	('tilleuls', 'EVENING', '2027-05-10', 1),
	('tilleuls', 'EVENING', '2027-05-24', 1),
	('tilleuls', 'EVENING', '2027-05-31', 1),
	('tilleuls', 'EVENING', '2027-06-07', 1),
	('tilleuls', 'EVENING', '2027-06-14', 1),
	('tilleuls', 'EVENING', '2027-06-21', 1),
	('tilleuls', 'EVENING', '2027-06-28', 1),
	('tilleuls', 'LUNCH', '2026-12-01', 1),
	('tilleuls', 'LUNCH', '2026-12-08', 1),
	('tilleuls', 'LUNCH', '2026-12-15', 1),
	('tilleuls', 'LUNCH', '2027-01-05', 1);
INSERT INTO public.occupancy VALUES
	('tilleuls', 'LUNCH', '2027-01-12', 1),
	('tilleuls', 'LUNCH', '2027-01-19', 1),
	('tilleuls', 'LUNCH', '2027-01-26', 1),
	('tilleuls', 'LUNCH', '2027-02-02', 1),
	('tilleuls', 'LUNCH', '2027-02-09', 1),
	('tilleuls', 'LUNCH', '2027-02-16', 1),
	('tilleuls', 'LUNCH', '2027-03-09', 1),
	('tilleuls', 'LUNCH', '2027-03-16', 1),
	('tilleuls', 'LUNCH', '2027-03-23', 1),
	('tilleuls', 'LUNCH', '2027-03-30', 1),
	('tilleuls', 'LUNCH', '2027-04-06', 1),
	('tilleuls', 'LUNCH', '2027-04-13', 1),
	('tilleuls', 'LUNCH', '2027-05-04', 1),
	('tilleuls', 'LUNCH', '2027-05-11', 1),
	('tilleuls', 'LUNCH', '2027-05-18', 1),
	('tilleuls', 'LUNCH', '2027-05-25', 1),
	('tilleuls', 'LUNCH', '2027-06-01', 1),
	('tilleuls', 'LUNCH', '2027-06-08', 1),
	('tilleuls', 'LUNCH', '2027-06-15', 1),
	('tilleuls', 'LUNCH', '2027-06-22', 1),
	('tilleuls', 'LUNCH', '2027-06-29', 1),
	('tilleuls', 'LUNCH', '2026-12-03', 1),
	('tilleuls', 'LUNCH', '2026-12-10', 1),
	('tilleuls', 'LUNCH', '2026-12-17', 1),
	('tilleuls', 'LUNCH', '2027-01-07', 1),
	('tilleuls', 'LUNCH', '2027-01-14', 1),
	('tilleuls', 'LUNCH', '2027-01-21', 1),
	('tilleuls', 'LUNCH', '2027-01-28', 1),
	('tilleuls', 'LUNCH', '2027-02-04', 1),
	('tilleuls', 'LUNCH', '2027-02-11', 1),
	('tilleuls', 'LUNCH', '2027-02-18', 1),
	('tilleuls', 'LUNCH', '2027-03-11', 1),
	('tilleuls', 'LUNCH', '2027-03-18', 1),
	('tilleuls', 'LUNCH', '2027-03-25', 1),
	('tilleuls', 'LUNCH', '2027-04-01', 1),
	('tilleuls', 'LUNCH', '2027-04-08', 1),
	('tilleuls', 'LUNCH', '2027-04-15', 1),
	('tilleuls', 'LUNCH', '2027-05-13', 1),
	('tilleuls', 'LUNCH', '2027-05-20', 1),
	('tilleuls', 'LUNCH', '2027-05-27', 1),
	('tilleuls', 'LUNCH', '2027-06-03', 1),
	('tilleuls', 'LUNCH', '2027-06-10', 1),
	('tilleuls', 'LUNCH', '2027-06-17', 1),
	('tilleuls', 'LUNCH', '2027-06-24', 1),
	('tilleuls', 'LUNCH', '2027-07-01', 1),
	('la-ruche', 'WEDNESDAY', '2026-12-02', 1),
	('la-ruche', 'WEDNESDAY', '2026-12-09', 1),
	('la-ruche', 'WEDNESDAY', '2026-12-16', 1),
	('la-ruche', 'WEDNESDAY', '2027-01-06', 1),
	('la-ruche', 'WEDNESDAY', '2027-01-13', 1);
INSERT INTO public.occupancy VALUES
	('la-ruche', 'WEDNESDAY', '2027-01-20', 1),
	('la-ruche', 'WEDNESDAY', '2027-01-27', 1),
	('la-ruche', 'WEDNESDAY', '2027-02-03', 1),
	('la-ruche', 'WEDNESDAY', '2027-02-10', 1),
	('la-ruche', 'WEDNESDAY', '2027-02-17', 1),
	('la-ruche', 'WEDNESDAY', '2027-03-10', 1),
	('la-ruche', 'WEDNESDAY', '2027-03-17', 1),
	('la-ruche', 'WEDNESDAY', '2027-03-24', 1),
	('la-ruche', 'WEDNESDAY', '2027-03-31', 1),
	('la-ruche', 'WEDNESDAY', '2027-04-07', 1),
	('la-ruche', 'WEDNESDAY', '2027-04-14', 1),
	('la-ruche', 'WEDNESDAY', '2027-05-05', 1),
	('la-ruche', 'WEDNESDAY', '2027-05-12', 1),
	('la-ruche', 'WEDNESDAY', '2027-05-19', 1),
	('la-ruche', 'WEDNESDAY', '2027-05-26', 1),
	('la-ruche', 'WEDNESDAY', '2027-06-02', 1),
	('la-ruche', 'WEDNESDAY', '2027-06-09', 1),
	('la-ruche', 'WEDNESDAY', '2027-06-16', 1),
	('la-ruche', 'WEDNESDAY', '2027-06-23', 1),
	('la-ruche', 'WEDNESDAY', '2027-06-30', 1);
INSERT INTO public.opening_waves VALUES
	('maternelle-2026', '2026-2027', '{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00Z"}'),
	('elementaire-2026', '2026-2027', '{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00Z"}');
INSERT INTO public.operator_card VALUES
	(1, '{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}');
INSERT INTO public.outbox VALUES
	(1, 'fba997d7-35ef-536a-8022-3889881043d6', 'bookings.operator_described', 'operator-0', '{"specversion":"1.0","id":"fba997d7-35ef-536a-8022-3889881043d6","source":"/bookings","type":"bookings.operator_described","subject":"operator-0","time":"2026-11-26T22:16:13.223035Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.operator_described:1","correlationid":"fa29cee6-38fa-4ee2-a818-6f01d48533d4","data":{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}}'),
	(2, '52e98e48-e491-5190-ba8e-7aeb6d95d629', 'bookings.facility_described', 'facility-tilleuls', '{"specversion":"1.0","id":"52e98e48-e491-5190-ba8e-7aeb6d95d629","source":"/bookings","type":"bookings.facility_described","subject":"facility-tilleuls","time":"2026-11-26T22:16:13.275210Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"92fbb702-d30a-4c85-a32a-86c80f1f16e4","data":{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","slot_types":["MORNING","LUNCH","EVENING"]}}'),
	(3, '60b2136d-4aff-58a2-b85c-776dd1c1ad21', 'bookings.facility_described', 'facility-la-fontaine', '{"specversion":"1.0","id":"60b2136d-4aff-58a2-b85c-776dd1c1ad21","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-fontaine","time":"2026-11-26T22:16:13.293121Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"e22258ec-c34f-4eea-93b4-cca95ca6c10a","data":{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","slot_types":["MORNING","LUNCH","EVENING"]}}'),
	(4, '63271455-4181-5693-8d9d-05c519e18353', 'bookings.facility_described', 'facility-la-ruche', '{"specversion":"1.0","id":"63271455-4181-5693-8d9d-05c519e18353","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-ruche","time":"2026-11-26T22:16:13.307499Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"257d8f7d-b54f-44fa-9713-2d7077c2ef6f","data":{"facility_id":"la-ruche","name":"La Ruche","slot_types":["WEDNESDAY"]}}'),
	(5, '6c274ce8-8f9a-5c52-b716-a66d8e5239ea', 'bookings.opening_wave_scheduled', 'opening-wave-maternelle-2026', '{"specversion":"1.0","id":"6c274ce8-8f9a-5c52-b716-a66d8e5239ea","source":"/bookings","type":"bookings.opening_wave_scheduled","subject":"opening-wave-maternelle-2026","time":"2026-11-26T22:16:13.340376Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.opening_wave_scheduled:1","correlationid":"62042896-8aa6-4ef6-a796-1648d2dc756c","data":{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00+00:00"}}'),
	(6, '29e7936b-2a1d-542b-850c-7cb5ce193916', 'bookings.opening_wave_scheduled', 'opening-wave-elementaire-2026', '{"specversion":"1.0","id":"29e7936b-2a1d-542b-850c-7cb5ce193916","source":"/bookings","type":"bookings.opening_wave_scheduled","subject":"opening-wave-elementaire-2026","time":"2026-11-26T22:16:13.368981Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.opening_wave_scheduled:1","correlationid":"71a731f9-27e0-42a9-8f66-1b9c86707b57","data":{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00+00:00"}}'),
	(7, 'cf08f746-f540-56f4-84d3-3b423f3b8186', 'bookings.booking_requested', 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', '{"specversion":"1.0","id":"cf08f746-f540-56f4-84d3-3b423f3b8186","source":"/bookings","type":"bookings.booking_requested","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:16:15.030220Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_requested:1","correlationid":"c1ecff54-c6e8-47b9-ab3a-41b37807c2fb","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","kind":"STANDING","received_at":"2026-11-26T22:16:15.030220+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"cancellations":[]}}'),
	(8, 'a1eacbad-5700-5143-8b6c-3455b0fc4c76', 'bookings.booking_requested', 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', '{"specversion":"1.0","id":"a1eacbad-5700-5143-8b6c-3455b0fc4c76","source":"/bookings","type":"bookings.booking_requested","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:16:15.118490Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_requested:1","correlationid":"c7928a6f-5895-4964-9d4a-2ac4cc8222e6","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","kind":"STANDING","received_at":"2026-11-26T22:16:15.118490+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"cancellations":[]}}'),
	(9, '84eeee27-358f-5318-8241-c437fda5beb1', 'bookings.booking_decided', 'request-9f905b5b-5d62-5d39-9cf0-981b236ab945', '{"specversion":"1.0","id":"84eeee27-358f-5318-8241-c437fda5beb1","source":"/bookings","type":"bookings.booking_decided","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:16:15.172829Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"f652f681-72b8-47f8-824e-d28b92d74f90","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null}]}}'),
	(10, '004ae74b-f362-55f6-9c55-08b507370711', 'bookings.booking_decided', 'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', '{"specversion":"1.0","id":"004ae74b-f362-55f6-9c55-08b507370711","source":"/bookings","type":"bookings.booking_decided","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:16:15.172829Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"f652f681-72b8-47f8-824e-d28b92d74f90","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"],"decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null}]}}');
INSERT INTO public.planner_lines VALUES
	('9f905b5b-5d62-5d39-9cf0-981b236ab945', '1', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', 0, '2026-11-30', '2027-06-28', '["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]', '2026-11-26 22:16:15.03022+00', 'ACCEPTED', NULL, 60, 1),
	('9f905b5b-5d62-5d39-9cf0-981b236ab945', '2', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', 0, '2026-11-30', '2027-06-28', '["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]', '2026-11-26 22:16:15.03022+00', 'ACCEPTED', NULL, 28, 1),
	('9f905b5b-5d62-5d39-9cf0-981b236ab945', '3', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', 1, '2026-12-01', '2027-06-29', '["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]', '2026-11-26 22:16:15.03022+00', 'ACCEPTED', NULL, 60, 1),
	('9f905b5b-5d62-5d39-9cf0-981b236ab945', '4', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', 3, '2026-12-03', '2027-07-01', '["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]', '2026-11-26 22:16:15.03022+00', 'ACCEPTED', NULL, 60, 1),
	('9a4ad91a-f64e-5a39-9af4-74ccb459ad7a', '1', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', 2, '2026-12-02', '2027-06-30', '["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]', '2026-11-26 22:16:15.11849+00', 'ACCEPTED', NULL, 4, 1);
INSERT INTO public.relay_cursor VALUES
	(1, 10);
INSERT INTO public.school_years VALUES
	('2026-2027', '2026-09-01', '2027-07-02', '{"school_year":"2026-2027","starts_on":"2026-09-01","ends_on":"2027-07-02","regular_cutoff_at":"2026-12-16T22:59:00Z","holidays":[{"name":"Vacances de la Toussaint","first":"2026-10-17","last":"2026-11-01"},{"name":"Vacances de Noël","first":"2026-12-19","last":"2027-01-03"},{"name":"Vacances d’hiver","first":"2027-02-20","last":"2027-03-07"},{"name":"Vacances de printemps","first":"2027-04-17","last":"2027-05-02"},{"name":"Pont de l’Ascension","first":"2027-05-07","last":"2027-05-07"}],"public_holidays":[{"name":"Armistice","day":"2026-11-11"},{"name":"Noël","day":"2026-12-25"},{"name":"Saint-Étienne","day":"2026-12-26"},{"name":"Jour de l’An","day":"2027-01-01"},{"name":"Vendredi saint","day":"2027-03-26"},{"name":"Lundi de Pâques","day":"2027-03-29"},{"name":"Fête du Travail","day":"2027-05-01"},{"name":"Ascension","day":"2027-05-06"},{"name":"Victoire 1945","day":"2027-05-08"},{"name":"Lundi de Pentecôte","day":"2027-05-17"}],"closures":[{"name":"Journée pédagogique","first":"2027-01-29","last":"2027-01-29","facility_id":"tilleuls"}]}');
SELECT pg_catalog.setval('public.inbox_arrival_seq', 9, true);
SELECT pg_catalog.setval('public.operator_card_only_seq', 1, false);
SELECT pg_catalog.setval('public.relay_cursor_id_seq', 1, false);
ALTER TABLE ONLY public.bookable_children
    ADD CONSTRAINT bookable_children_pkey PRIMARY KEY (child_id);
ALTER TABLE ONLY public.booking_requests
    ADD CONSTRAINT booking_requests_pkey PRIMARY KEY (request_id);
ALTER TABLE ONLY public.cancelled_days
    ADD CONSTRAINT cancelled_days_pkey PRIMARY KEY (request_id, line_id, day);
ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_stream_version UNIQUE (stream, version);
ALTER TABLE ONLY public.facilities
    ADD CONSTRAINT facilities_pkey PRIMARY KEY (facility_id);
ALTER TABLE ONLY public.guardians
    ADD CONSTRAINT guardians_pkey PRIMARY KEY (account_id);
ALTER TABLE ONLY public.household_status
    ADD CONSTRAINT household_status_pkey PRIMARY KEY (household_id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (arrival);
ALTER TABLE ONLY public.occupancy
    ADD CONSTRAINT occupancy_pkey PRIMARY KEY (facility_id, slot_type, day);
ALTER TABLE ONLY public.opening_waves
    ADD CONSTRAINT opening_waves_pkey PRIMARY KEY (wave_id);
ALTER TABLE ONLY public.operator_card
    ADD CONSTRAINT operator_card_pkey PRIMARY KEY ("only");
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.planner_lines
    ADD CONSTRAINT planner_lines_pkey PRIMARY KEY (request_id, line_id);
ALTER TABLE ONLY public.relay_cursor
    ADD CONSTRAINT relay_cursor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.school_years
    ADD CONSTRAINT school_years_pkey PRIMARY KEY (school_year);
CREATE INDEX booking_requests_household ON public.booking_requests USING btree (household_id, received_at);
CREATE INDEX events_type_position ON public.events USING btree (type, "position");
CREATE INDEX ix_bookable_children_household_id ON public.bookable_children USING btree (household_id);
CREATE INDEX ix_cancelled_days_household_id ON public.cancelled_days USING btree (household_id);
CREATE INDEX planner_lines_household ON public.planner_lines USING btree (household_id, last_day);
CREATE INDEX planner_lines_state ON public.planner_lines USING btree (state, facility_id);

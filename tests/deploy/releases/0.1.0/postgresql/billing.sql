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
CREATE TABLE public.billable_days (
    child_id uuid NOT NULL,
    facility_id text NOT NULL,
    slot_type text NOT NULL,
    day date NOT NULL,
    household_id uuid NOT NULL,
    period text NOT NULL
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
CREATE TABLE public.facilities (
    facility_id text NOT NULL,
    name text NOT NULL
);
CREATE TABLE public.household_accounts (
    account_id uuid NOT NULL,
    household_id uuid NOT NULL
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
CREATE TABLE public.invoiced_days (
    invoice_id uuid NOT NULL,
    child_id uuid NOT NULL,
    facility_id text NOT NULL,
    slot_type text NOT NULL,
    day date NOT NULL,
    household_id uuid NOT NULL,
    period text NOT NULL
);
CREATE TABLE public.invoices (
    invoice_id uuid NOT NULL,
    number text NOT NULL,
    household_id uuid NOT NULL,
    period text NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    total_cents integer NOT NULL,
    paid_at timestamp with time zone
);
CREATE TABLE public.operator (
    one boolean NOT NULL,
    identity json NOT NULL
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
CREATE TABLE public.payments (
    payment_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    household_id uuid NOT NULL,
    amount_cents integer NOT NULL,
    state text NOT NULL,
    in_excess boolean NOT NULL
);
CREATE TABLE public.quotients (
    household_id uuid NOT NULL,
    effective_from date NOT NULL,
    quotient integer NOT NULL
);
CREATE TABLE public.rate_tables (
    table_id text NOT NULL,
    rates json NOT NULL
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
INSERT INTO public.billable_days VALUES
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-11-30', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-11'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-04', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-11', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-18', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-25', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-22', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-05', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-12', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-03', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-24', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-31', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-21', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-28', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2026-11-30', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-11'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2026-12-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2026-12-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-01-04', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-01-11', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-01-18', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-01-25', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-02-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-02-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-02-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-03-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-03-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-03-22', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-04-05', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-04-12', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-05-03', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-05-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-05-24', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-05-31', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-06-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-06-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-06-21', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'EVENING', '2027-06-28', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-05', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01');
INSERT INTO public.billable_days VALUES
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-12', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-19', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-26', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-02', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-09', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-16', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-09', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-16', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-23', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-30', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-06', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-13', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-04', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-11', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-18', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-25', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-22', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-29', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-03', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2026-12-17', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-21', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-01-28', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-04', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-11', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-02-18', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-11', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-18', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-03-25', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-08', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-04-15', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-13', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-20', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-05-27', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-03', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-17', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-06-24', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'tilleuls', 'LUNCH', '2027-07-01', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-07'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2026-12-02', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2026-12-09', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2026-12-16', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-12'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-01-06', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-01-13', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01');
INSERT INTO public.billable_days VALUES
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-01-20', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-01-27', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-01'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-02-03', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-02-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-02-17', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-02'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-03-10', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-03-17', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-03-24', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-03-31', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-03'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-04-07', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-04-14', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-04'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-05-05', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-05-12', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-05-19', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-05-26', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-05'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-06-02', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-06-09', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-06-16', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-06-23', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06'),
	('55d733c1-ed6c-537a-8c6d-455ebe55a9e9', 'la-ruche', 'WEDNESDAY', '2027-06-30', '60d30d7e-01cc-5d7a-b489-103fd9756de0', '2027-06');
INSERT INTO public.cursors VALUES
	('households', 21),
	('bookings', 10);
INSERT INTO public.events VALUES
	(1, 'rate-table-2026-2027', 1, 'RatesSet', 1, '{"table_id":"2026-2027","rates":{"valid_from":"2026-09-01","bands":[{"upto":600,"label":"Quotient jusqu’à 600"},{"upto":1000,"label":"Quotient de 601 à 1 000"},{"upto":1500,"label":"Quotient de 1 001 à 1 500"},{"upto":null,"label":"Quotient au-delà de 1 500 ou non déclaré"}],"prices":[{"slot_type":"MORNING","cents":[120,150,180,220]},{"slot_type":"LUNCH","cents":[260,380,520,640]},{"slot_type":"EVENING","cents":[220,280,340,420]},{"slot_type":"WEDNESDAY","cents":[900,1250,1600,2000]}],"due_days":30,"vat_exemption":"Exonération de TVA"}}', '{"actor":"operator","at":"2026-11-26T22:16:13.488065Z","correlation_id":"3b29421d-fa4d-4319-ae59-72e44c71afb8","causation_id":null}');
INSERT INTO public.facilities VALUES
	('tilleuls', 'Maternelle Les Tilleuls'),
	('la-fontaine', 'École Jean-de-La-Fontaine'),
	('la-ruche', 'La Ruche');
INSERT INTO public.household_accounts VALUES
	('43d2780b-8272-5669-8a52-f20e51410b79', '330cd138-335b-59bd-8bce-8638f8088e5e'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', '60d30d7e-01cc-5d7a-b489-103fd9756de0');
INSERT INTO public.inbox VALUES
	(1, 'fba997d7-35ef-536a-8022-3889881043d6', 'bookings', 'bookings.operator_described', '{"specversion":"1.0","id":"fba997d7-35ef-536a-8022-3889881043d6","source":"/bookings","type":"bookings.operator_described","subject":"operator-0","time":"2026-11-26T22:16:13.223035Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.operator_described:1","correlationid":"fa29cee6-38fa-4ee2-a818-6f01d48533d4","data":{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"},"sequence":"1"}'),
	(2, '52e98e48-e491-5190-ba8e-7aeb6d95d629', 'bookings', 'bookings.facility_described', '{"specversion":"1.0","id":"52e98e48-e491-5190-ba8e-7aeb6d95d629","source":"/bookings","type":"bookings.facility_described","subject":"facility-tilleuls","time":"2026-11-26T22:16:13.275210Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"92fbb702-d30a-4c85-a32a-86c80f1f16e4","data":{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","slot_types":["MORNING","LUNCH","EVENING"]},"sequence":"2"}'),
	(3, '60b2136d-4aff-58a2-b85c-776dd1c1ad21', 'bookings', 'bookings.facility_described', '{"specversion":"1.0","id":"60b2136d-4aff-58a2-b85c-776dd1c1ad21","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-fontaine","time":"2026-11-26T22:16:13.293121Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"e22258ec-c34f-4eea-93b4-cca95ca6c10a","data":{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","slot_types":["MORNING","LUNCH","EVENING"]},"sequence":"3"}'),
	(4, '63271455-4181-5693-8d9d-05c519e18353', 'bookings', 'bookings.facility_described', '{"specversion":"1.0","id":"63271455-4181-5693-8d9d-05c519e18353","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-ruche","time":"2026-11-26T22:16:13.307499Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"257d8f7d-b54f-44fa-9713-2d7077c2ef6f","data":{"facility_id":"la-ruche","name":"La Ruche","slot_types":["WEDNESDAY"]},"sequence":"4"}'),
	(5, '79473106-fef9-5ac6-a294-1116f34cff12', 'households', 'households.household_opened', '{"specversion":"1.0","id":"79473106-fef9-5ac6-a294-1116f34cff12","source":"/households","type":"households.household_opened","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:13.659288Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"588f70d1-b7c8-4c42-99e0-72dc8c70fdff","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"},"sequence":"1"}'),
	(6, '8e8adf9d-3e9b-5ace-ab89-f3443d79aa89', 'households', 'households.family_quotient_recorded', '{"specversion":"1.0","id":"8e8adf9d-3e9b-5ace-ab89-f3443d79aa89","source":"/households","type":"households.family_quotient_recorded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:16:14.406299Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"5ab12736-00c6-4fa4-9888-ee6604d3124a","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","quotient":820,"effective_from":"2026-11-01"},"sequence":"12"}'),
	(7, '7581f4b2-3651-51b3-845b-7ef1bf499dda', 'households', 'households.household_opened', '{"specversion":"1.0","id":"7581f4b2-3651-51b3-845b-7ef1bf499dda","source":"/households","type":"households.household_opened","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.469111Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"db5699d8-4155-4d10-b131-aa697e5a0e8a","causationid":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"},"sequence":"13"}'),
	(8, '042f10fb-ad6f-5ae6-bc4a-f587db726fd7', 'households', 'households.family_quotient_recorded', '{"specversion":"1.0","id":"042f10fb-ad6f-5ae6-bc4a-f587db726fd7","source":"/households","type":"households.family_quotient_recorded","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:16:14.830305Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"510b0cc9-dfcd-4536-94dc-2c46d6b5fc9c","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","quotient":540,"effective_from":"2026-11-01"},"sequence":"21"}'),
	(9, '84eeee27-358f-5318-8241-c437fda5beb1', 'bookings', 'bookings.booking_decided', '{"specversion":"1.0","id":"84eeee27-358f-5318-8241-c437fda5beb1","source":"/bookings","type":"bookings.booking_decided","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:16:15.172829Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"f652f681-72b8-47f8-824e-d28b92d74f90","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null}]},"sequence":"9"}'),
	(10, '004ae74b-f362-55f6-9c55-08b507370711', 'bookings', 'bookings.booking_decided', '{"specversion":"1.0","id":"004ae74b-f362-55f6-9c55-08b507370711","source":"/bookings","type":"bookings.booking_decided","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:16:15.172829Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"f652f681-72b8-47f8-824e-d28b92d74f90","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:16:15.172829+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"],"decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null}]},"sequence":"10"}');
INSERT INTO public.operator VALUES
	(true, '{"name": "Grandir Ensemble", "legal_name": "Association Grandir Ensemble", "siret": "00000000000000", "phone": "03 88 00 00 00", "email": "contact@grandir-ensemble.exemple.fr", "address": ["1 place de l\u2019Exemple", "67000 Strasbourg"]}');
INSERT INTO public.quotients VALUES
	('330cd138-335b-59bd-8bce-8638f8088e5e', '2026-11-01', 820),
	('60d30d7e-01cc-5d7a-b489-103fd9756de0', '2026-11-01', 540);
INSERT INTO public.rate_tables VALUES
	('2026-2027', '{"valid_from": "2026-09-01", "bands": [{"upto": 600, "label": "Quotient jusqu\u2019\u00e0 600"}, {"upto": 1000, "label": "Quotient de 601 \u00e0 1 000"}, {"upto": 1500, "label": "Quotient de 1 001 \u00e0 1 500"}, {"upto": null, "label": "Quotient au-del\u00e0 de 1 500 ou non d\u00e9clar\u00e9"}], "prices": [{"slot_type": "MORNING", "cents": [120, 150, 180, 220]}, {"slot_type": "LUNCH", "cents": [260, 380, 520, 640]}, {"slot_type": "EVENING", "cents": [220, 280, 340, 420]}, {"slot_type": "WEDNESDAY", "cents": [900, 1250, 1600, 2000]}], "due_days": 30, "vat_exemption": "Exon\u00e9ration de TVA"}');
SELECT pg_catalog.setval('public.inbox_arrival_seq', 10, true);
SELECT pg_catalog.setval('public.relay_cursor_id_seq', 1, false);
ALTER TABLE ONLY public.billable_days
    ADD CONSTRAINT billable_days_pkey PRIMARY KEY (child_id, facility_id, slot_type, day);
ALTER TABLE ONLY public.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_stream_version UNIQUE (stream, version);
ALTER TABLE ONLY public.facilities
    ADD CONSTRAINT facilities_pkey PRIMARY KEY (facility_id);
ALTER TABLE ONLY public.household_accounts
    ADD CONSTRAINT household_accounts_pkey PRIMARY KEY (account_id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (arrival);
ALTER TABLE ONLY public.invoiced_days
    ADD CONSTRAINT invoiced_days_pkey PRIMARY KEY (invoice_id, child_id, facility_id, slot_type, day);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_household_id_period_key UNIQUE (household_id, period);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_number_key UNIQUE (number);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (invoice_id);
ALTER TABLE ONLY public.operator
    ADD CONSTRAINT operator_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_id_key UNIQUE (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY public.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.quotients
    ADD CONSTRAINT quotients_pkey PRIMARY KEY (household_id, effective_from);
ALTER TABLE ONLY public.rate_tables
    ADD CONSTRAINT rate_tables_pkey PRIMARY KEY (table_id);
ALTER TABLE ONLY public.relay_cursor
    ADD CONSTRAINT relay_cursor_pkey PRIMARY KEY (id);
CREATE INDEX billable_days_of_a_month ON public.billable_days USING btree (period, household_id);
CREATE INDEX events_type_position ON public.events USING btree (type, "position");
CREATE INDEX invoices_of_a_month ON public.invoices USING btree (period);
CREATE INDEX ix_invoiced_days_period ON public.invoiced_days USING btree (period);
CREATE INDEX ix_payments_invoice_id ON public.payments USING btree (invoice_id);

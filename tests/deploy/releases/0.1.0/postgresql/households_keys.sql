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
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.keys (
    subject uuid NOT NULL,
    wrapped bytea
);
INSERT INTO public.keys VALUES
	('330cd138-335b-59bd-8bce-8638f8088e5e', '\x438ddfc1c30031b61563881f99276173ed6fa617162116e6575e83af35c5879fc5e0bd64dd61a28d'),
	('60d30d7e-01cc-5d7a-b489-103fd9756de0', '\xa89385154f2247233431d197e99bedb0b031cccf666f6597c3b9c81679aa3ce51cd2a7de2d030a6d');
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (subject);

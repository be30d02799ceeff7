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
	('0ba5d619-2606-5916-a89e-9a12e780e3f1', '\x4f9f58eb5cb2ae9823d899b55463684bcd0eb3d9dbbd30180bae693b63fa9eddf6a4262563f423ab'),
	('43d2780b-8272-5669-8a52-f20e51410b79', '\xbff4ec078aa1bad220dbbb8731b723de5a1c6a5005764ca3075492dffb09237f19c285d557c8feb6'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', '\x0eff9cd238107d502c1232241b87e837945a38ea603e0f9713a9dc57f878c757dee9a95753ad5e34');
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (subject);

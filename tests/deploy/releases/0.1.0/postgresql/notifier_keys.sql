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
	('43d2780b-8272-5669-8a52-f20e51410b79', '\x2866461d686acfa0a38569c7622be403cf64c9d89b8e22513466bb56d40ab1cb74cbb382a46fc3f5'),
	('aa382e8e-124a-5e13-964b-56fc4fcc5968', '\xe60d48e24e73ca0e295a1e0f7f9caa7f9e710f3145813a64da0732fb03652bc4354348abe425e3ca');
ALTER TABLE ONLY public.keys
    ADD CONSTRAINT keys_pkey PRIMARY KEY (subject);

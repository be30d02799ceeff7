BEGIN TRANSACTION;
CREATE TABLE account_list (
	account_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	person BLOB, 
	language TEXT NOT NULL, 
	confirmed BOOLEAN NOT NULL, 
	created_at DATETIME NOT NULL, 
	roles JSON NOT NULL, 
	facilities JSON NOT NULL, 
	PRIMARY KEY (account_id)
);
INSERT INTO "account_list" VALUES('0ba5d61926065916a89e9a12e780e3f1','STAFF',X'365E165C05400D9F4C9F686CD2DC216A46AD4808E6994662503F2D4467C6A497AE436FFAE97A4EB7CE4CC88BC63CAF100EE79977402DD2CC592E7B2C9F9FEBBAE1DB7EBF0B5651EC7F9F91BAB22499CE5ED754EB9189EC69C96D1177F9F8AB','fr',1,'2026-11-26 22:15:49.462723','["files", "bookings", "billing"]','[]');
INSERT INTO "account_list" VALUES('43d2780b827256698a52f20e51410b79','FAMILY',X'AEA3E6388764F523E8677711661CEA874954C1F733AA7F57818BEAF8D6DF1C7CB998DF8D0244DEDAFF8BAE0FD6DDC19E22FFC25CA0B1ABDA84119F32D7471F9EA29DC6B0011F','fr',1,'2026-11-26 22:15:49.545903','[]','[]');
INSERT INTO "account_list" VALUES('aa382e8e124a5e13964b56fc4fcc5968','FAMILY',X'E43606941473A8B7C987E96B5576579EDCE69A8F51C6953B6B5B859ED574BD913F580E9CE7D4E3F3230D92F6DCBFAB294622E8B05BB3DC1E02F72E4535BC2BD94DC8827F','fr',1,'2026-11-26 22:15:50.461485','[]','[]');
CREATE TABLE cursors (
	source TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (source)
);
CREATE TABLE events (
	position INTEGER NOT NULL, 
	stream TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	type TEXT NOT NULL, 
	type_version INTEGER NOT NULL, 
	data TEXT NOT NULL, 
	meta TEXT NOT NULL, 
	PRIMARY KEY (position), 
	CONSTRAINT events_stream_version UNIQUE (stream, version)
);
INSERT INTO "events" VALUES(1,'email-9e1b01c3186253dfb2b231636778b86364f494cdb0427b6990904b20bacf6be9',1,'EmailClaimed',1,'{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","claimed_at":"2026-11-26T22:15:49.462723Z"}','{"actor":"operator","at":"2026-11-26T22:15:49.462723Z","correlation_id":"d2ce3344-cc53-44ad-b99a-4a6d540cf868","causation_id":null}');
INSERT INTO "events" VALUES(2,'staff-0ba5d619-2606-5916-a89e-9a12e780e3f1',1,'StaffMemberDescribed',1,'{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","email_lookup":"9e1b01c3186253dfb2b231636778b86364f494cdb0427b6990904b20bacf6be9","roles":["files","bookings","billing"],"facilities":[],"described_at":"2026-11-26T22:15:49.462723Z","~":"RS7XTdpvHcdvO7AYfVY8gjc2ig9Svm+v4J77G6EINckwc322nbuzV0Fzjh+urQcop7DEVRfUl71qwfiPkT7y/0k3vFBygmQniFb8ykkbG0kwkhhl5NzsGYMyR1iiPTM="}','{"actor":"operator","at":"2026-11-26T22:15:49.462723Z","correlation_id":"d2ce3344-cc53-44ad-b99a-4a6d540cf868","causation_id":null}');
INSERT INTO "events" VALUES(3,'staff-0ba5d619-2606-5916-a89e-9a12e780e3f1',2,'StaffPasswordSet',1,'{"account_id":"0ba5d619-2606-5916-a89e-9a12e780e3f1","set_at":"2026-11-26T22:15:49.462723Z","~":"lkGZ3NCcXmPRuve6Zy42AcVUaEXipWUII/VM3uCEo58/ZU3MVdP5e5l49OXNOeNC5j91xkrZe5hViLPYMkf4/9LzycK8iUqMoGvcChQ+MIWn69ZF77I95JTY0LeOLqk/Z0EA/egdEjz3HPqry2V8LLjgO1I0tuTJA6thv78F6vK3hLPUpZ0syitwqbF+"}','{"actor":"operator","at":"2026-11-26T22:15:49.462723Z","correlation_id":"d2ce3344-cc53-44ad-b99a-4a6d540cf868","causation_id":null}');
INSERT INTO "events" VALUES(4,'email-703d1fa03a343952dc185cec965e5d8643de2deeb5eb644c976c0f6fc362f44d',1,'EmailClaimed',1,'{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","claimed_at":"2026-11-26T22:15:49.545903Z"}','{"actor":"service:gateway","at":"2026-11-26T22:15:49.545903Z","correlation_id":"f50d4d2d-94f5-46c5-a596-0c555998a848","causation_id":null}');
INSERT INTO "events" VALUES(5,'account-43d2780b-8272-5669-8a52-f20e51410b79',1,'AccountRegistered',1,'{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","email_lookup":"703d1fa03a343952dc185cec965e5d8643de2deeb5eb644c976c0f6fc362f44d","language":"fr","registered_at":"2026-11-26T22:15:49.545903Z","~":"aLWqvUJXGKbrDpfkUiMIgZDhXfRvOYpr9QYwGHV8KkRfrPQgJipnLDckDlJ90M5s6Rs+KXolrIeuIp1uw+DRjCUVMCXz1CdQfUvDwMB/xM5/a3ifZlHYO18NzOyA66/G/Duqvzdw+3OZtqCYtUj+UjOrOq1aqq9p1vnpzN18OhyA44tHvLsYW2x5b3pOr+QpbVQ5sZ19aZjlt6ybaNZOXreJqkBNIienQfI="}','{"actor":"service:gateway","at":"2026-11-26T22:15:49.545903Z","correlation_id":"f50d4d2d-94f5-46c5-a596-0c555998a848","causation_id":null}');
INSERT INTO "events" VALUES(6,'account-43d2780b-8272-5669-8a52-f20e51410b79',2,'LinkIssued',1,'{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","purpose":"confirm","token_hash":"285668f45c0e06bdbdd806efed3ea1aac82b3bcce8bff781fecd25ae48017018","expires_at":"2026-11-27T22:15:49.606302Z"}','{"actor":"service:portail","at":"2026-11-26T22:15:49.606302Z","correlation_id":"f562d04a-fb13-4586-aff6-22f0d5cb5171","causation_id":null}');
INSERT INTO "events" VALUES(7,'account-43d2780b-8272-5669-8a52-f20e51410b79',3,'EmailConfirmed',1,'{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","confirmed_at":"2026-11-26T22:15:49.612685Z"}','{"actor":"service:gateway","at":"2026-11-26T22:15:49.612685Z","correlation_id":"256b4c26-d09e-424b-9f46-210c3a24eccc","causation_id":null}');
INSERT INTO "events" VALUES(8,'account-43d2780b-8272-5669-8a52-f20e51410b79',4,'LinkIssued',1,'{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","purpose":"confirm","token_hash":"117ed3fd6bb9eb67d0fd934f9f42ec467823f8e3a5ac3c32faa2e2d043c76f4c","expires_at":"2026-11-27T22:15:49.892156Z"}','{"actor":"service:notifier","at":"2026-11-26T22:15:49.892156Z","correlation_id":"7eeaedc2-69bb-49c3-9669-3683ad1b2d2c","causation_id":null}');
INSERT INTO "events" VALUES(9,'email-1babb9d00f3474cd34ca11ac1c895a101ecd7f4b6a830a8daa021e34d0778672',1,'EmailClaimed',1,'{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","claimed_at":"2026-11-26T22:15:50.461485Z"}','{"actor":"service:gateway","at":"2026-11-26T22:15:50.461485Z","correlation_id":"cb1ba010-8739-4722-9939-385d4c1547cd","causation_id":null}');
INSERT INTO "events" VALUES(10,'account-aa382e8e-124a-5e13-964b-56fc4fcc5968',1,'AccountRegistered',1,'{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","email_lookup":"1babb9d00f3474cd34ca11ac1c895a101ecd7f4b6a830a8daa021e34d0778672","language":"fr","registered_at":"2026-11-26T22:15:50.461485Z","~":"9/Cwz6zScUjzfK483CVhushhIPDaFJ2FkTOFEKstj4L367/o0RNpgzGIWAU7O0aapUtCL8k1Mg6+k5mNM1IDMX1bhCiXPmfMS0cFA7ULFmUFWfe5LxLG0eNamb8huxBVLFrfgou4i01hWO3oDjgu+yPz2BrYNfRZwTClUJB9uXB02zfgOfr+AkbG6tl1hl+KjvuI4223o1McBunpzlwxr5wXXLnn9JiM"}','{"actor":"service:gateway","at":"2026-11-26T22:15:50.461485Z","correlation_id":"cb1ba010-8739-4722-9939-385d4c1547cd","causation_id":null}');
INSERT INTO "events" VALUES(11,'account-aa382e8e-124a-5e13-964b-56fc4fcc5968',2,'LinkIssued',1,'{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","purpose":"confirm","token_hash":"f35d645444df392b56d19b16c59746b77d1d87e4b616bd81b13c4ac20746df51","expires_at":"2026-11-27T22:15:50.521472Z"}','{"actor":"service:portail","at":"2026-11-26T22:15:50.521472Z","correlation_id":"bd830528-278c-4f9e-8041-73e47b0e327c","causation_id":null}');
INSERT INTO "events" VALUES(12,'account-aa382e8e-124a-5e13-964b-56fc4fcc5968',3,'EmailConfirmed',1,'{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","confirmed_at":"2026-11-26T22:15:50.534509Z"}','{"actor":"service:gateway","at":"2026-11-26T22:15:50.534509Z","correlation_id":"9e144d00-8390-4445-a197-23270749637e","causation_id":null}');
INSERT INTO "events" VALUES(13,'account-aa382e8e-124a-5e13-964b-56fc4fcc5968',4,'LinkIssued',1,'{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","purpose":"confirm","token_hash":"a587b69508dbba18e77e2e7461e647e3debb1e8c48ad3e118e872585851c6308","expires_at":"2026-11-27T22:15:50.592614Z"}','{"actor":"service:notifier","at":"2026-11-26T22:15:50.592614Z","correlation_id":"2869f21f-8eba-425f-ac02-3d3f5bbe19f2","causation_id":null}');
CREATE TABLE inbox (
	arrival INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	type TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (arrival), 
	UNIQUE (id)
);
CREATE TABLE links (
	token_hash TEXT NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	PRIMARY KEY (token_hash)
);
INSERT INTO "links" VALUES('285668f45c0e06bdbdd806efed3ea1aac82b3bcce8bff781fecd25ae48017018','43d2780b827256698a52f20e51410b79');
INSERT INTO "links" VALUES('117ed3fd6bb9eb67d0fd934f9f42ec467823f8e3a5ac3c32faa2e2d043c76f4c','43d2780b827256698a52f20e51410b79');
INSERT INTO "links" VALUES('f35d645444df392b56d19b16c59746b77d1d87e4b616bd81b13c4ac20746df51','aa382e8e124a5e13964b56fc4fcc5968');
INSERT INTO "links" VALUES('a587b69508dbba18e77e2e7461e647e3debb1e8c48ad3e118e872585851c6308','aa382e8e124a5e13964b56fc4fcc5968');
CREATE TABLE outbox (
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (position), 
	UNIQUE (id)
);
INSERT INTO "outbox" VALUES(1,'7705c2df-8177-569f-bff6-24a16fa295ba','accounts.account_created','account-43d2780b-8272-5669-8a52-f20e51410b79','{"specversion":"1.0","id":"7705c2df-8177-569f-bff6-24a16fa295ba","source":"/accounts","type":"accounts.account_created","subject":"account-43d2780b-8272-5669-8a52-f20e51410b79","time":"2026-11-26T22:15:49.545903Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"f50d4d2d-94f5-46c5-a596-0c555998a848","data":{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79","language":"fr"}}');
INSERT INTO "outbox" VALUES(2,'0bdfef79-2632-57d9-8ac8-e92a33c2238b','accounts.email_confirmed','account-43d2780b-8272-5669-8a52-f20e51410b79','{"specversion":"1.0","id":"0bdfef79-2632-57d9-8ac8-e92a33c2238b","source":"/accounts","type":"accounts.email_confirmed","subject":"account-43d2780b-8272-5669-8a52-f20e51410b79","time":"2026-11-26T22:15:49.612685Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.email_confirmed:1","correlationid":"256b4c26-d09e-424b-9f46-210c3a24eccc","data":{"account_id":"43d2780b-8272-5669-8a52-f20e51410b79"}}');
INSERT INTO "outbox" VALUES(3,'df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd','accounts.account_created','account-aa382e8e-124a-5e13-964b-56fc4fcc5968','{"specversion":"1.0","id":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","source":"/accounts","type":"accounts.account_created","subject":"account-aa382e8e-124a-5e13-964b-56fc4fcc5968","time":"2026-11-26T22:15:50.461485Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.account_created:1","correlationid":"cb1ba010-8739-4722-9939-385d4c1547cd","data":{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","language":"fr"}}');
INSERT INTO "outbox" VALUES(4,'d578806e-0da9-5d99-8117-8284fdcfc8e1','accounts.email_confirmed','account-aa382e8e-124a-5e13-964b-56fc4fcc5968','{"specversion":"1.0","id":"d578806e-0da9-5d99-8117-8284fdcfc8e1","source":"/accounts","type":"accounts.email_confirmed","subject":"account-aa382e8e-124a-5e13-964b-56fc4fcc5968","time":"2026-11-26T22:15:50.534509Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:accounts.email_confirmed:1","correlationid":"9e144d00-8390-4445-a197-23270749637e","data":{"account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"}}');
CREATE TABLE parked (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	type TEXT NOT NULL, 
	error TEXT NOT NULL, 
	message TEXT NOT NULL, 
	parked_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE password_tries (
	email_lookup TEXT NOT NULL, 
	tried_at JSON NOT NULL, 
	last_at DATETIME NOT NULL, 
	PRIMARY KEY (email_lookup)
);
CREATE TABLE relay_cursor (
	id INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "relay_cursor" VALUES(1,4);
CREATE TABLE sessions (
	token_hash TEXT NOT NULL, 
	account_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	opened_at DATETIME NOT NULL, 
	used_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (token_hash)
);
INSERT INTO "sessions" VALUES('87b66e2274be7229b5a0bdf5f2cb504fd54f502bab5113a5d3f04c15b290de61','43d2780b827256698a52f20e51410b79','FAMILY','2026-11-26 22:15:49.545903','2026-11-26 22:15:49.545903','2026-11-27 10:15:49.545903');
INSERT INTO "sessions" VALUES('e88fee4cfc628911803d76c847b86773361c534a7abc697d305b42d29f965d26','aa382e8e124a5e13964b56fc4fcc5968','FAMILY','2026-11-26 22:15:50.461485','2026-11-26 22:15:50.461485','2026-11-27 10:15:50.461485');
CREATE TABLE sign_in (
	account_id CHAR(32) NOT NULL, 
	kind TEXT NOT NULL, 
	email_lookup TEXT NOT NULL, 
	password_hash BLOB, 
	PRIMARY KEY (account_id), 
	UNIQUE (email_lookup)
);
INSERT INTO "sign_in" VALUES('0ba5d61926065916a89e9a12e780e3f1','STAFF','9e1b01c3186253dfb2b231636778b86364f494cdb0427b6990904b20bacf6be9',X'6A34CFD7EB8200CD4866B0BB3EA01AB41D334ACAD31CE999563EBE19011045449157C74FE0ED9DDE0A20B4934A696845672213E545F9655FEE592923BD9FF53219B0C4617D0A0D8AE07E9405F0DC6BEC726E5EF4264BC3FA096F6D3272697B335CF74A438038ED7C9E49AA5F0F330E6B73680766A7E5C60AB9');
INSERT INTO "sign_in" VALUES('43d2780b827256698a52f20e51410b79','FAMILY','703d1fa03a343952dc185cec965e5d8643de2deeb5eb644c976c0f6fc362f44d',X'428BDEF3F8B8B6546988D246D38DB47A083EC5D80E50DD6C7AA2DE56CE30AB826ABA846700B68EDA16775549EC23177155E694D56FA88934C0971D45007B8F1A277B7685EC55E32BB28B118326F24E541A264F3C5CE275C1DB64C47265922BBBA2048A0B93B2DFB236BC82FE36CA5917522CD044014EE02DBB');
INSERT INTO "sign_in" VALUES('aa382e8e124a5e13964b56fc4fcc5968','FAMILY','1babb9d00f3474cd34ca11ac1c895a101ecd7f4b6a830a8daa021e34d0778672',X'4C7290F62834A953389EFCA422CE261885C5D7419B0BCF7FC0430417DC8C532135A20EE2AFAFBB563D4221D31E990FF7856207930AF98A95C3299494B30AEB06ADB592900456D363F6DC7CD72DE2B87E1792EB543076162FC8611A6F8E5B6D07759B4D4D9DFCFF75C02FBCB7F874D4CDFF069E776782734A57');
CREATE INDEX events_type_position ON events (type, position);
CREATE INDEX ix_sessions_account_id ON sessions (account_id);
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);
CREATE INDEX ix_password_tries_last_at ON password_tries (last_at);
COMMIT;

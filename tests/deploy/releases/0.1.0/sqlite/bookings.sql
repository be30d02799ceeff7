BEGIN TRANSACTION;
CREATE TABLE bookable_children (
	child_id CHAR(32) NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	school_level TEXT NOT NULL, 
	PRIMARY KEY (child_id)
);
INSERT INTO "bookable_children" VALUES('693e384af8d95e32bdc2542475f63336','330cd138335b59bd8bce8638f8088e5e',1,'ELEMENTAIRE');
INSERT INTO "bookable_children" VALUES('9d5bcb59d735580586a5e42b0af32c63','330cd138335b59bd8bce8638f8088e5e',2,'MATERNELLE');
INSERT INTO "bookable_children" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','60d30d7e01cc5d7ab489103fd9756de0',1,'MATERNELLE');
CREATE TABLE booking_requests (
	request_id CHAR(32) NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	status TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	reference TEXT, 
	received_at DATETIME, 
	PRIMARY KEY (request_id)
);
INSERT INTO "booking_requests" VALUES('9f905b5b5d625d399cf0981b236ab945','60d30d7e01cc5d7ab489103fd9756de0','DECIDED','STANDING','D-2026-HRKS9R','2026-11-26 22:15:51.084127');
INSERT INTO "booking_requests" VALUES('9a4ad91af64e5a399af474ccb459ad7a','60d30d7e01cc5d7ab489103fd9756de0','DECIDED','STANDING','D-2026-DBMBFT','2026-11-26 22:15:51.208609');
CREATE TABLE cancelled_days (
	request_id CHAR(32) NOT NULL, 
	line_id TEXT NOT NULL, 
	day DATE NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	PRIMARY KEY (request_id, line_id, day)
);
CREATE TABLE cursors (
	source TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (source)
);
INSERT INTO "cursors" VALUES('households',21);
CREATE TABLE drafts (
	household_id CHAR(32) NOT NULL, 
	request_id CHAR(32) NOT NULL, 
	PRIMARY KEY (household_id)
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
INSERT INTO "events" VALUES(1,'operator-0',1,'OperatorDescribed',1,'{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}','{"actor":"operator","at":"2026-11-26T22:15:49.148675Z","correlation_id":"fbd9c336-d48a-4c6e-9fbe-268571902af0","causation_id":null}');
INSERT INTO "events" VALUES(2,'school-year-2026-2027',1,'SchoolYearDescribed',1,'{"school_year":"2026-2027","starts_on":"2026-09-01","ends_on":"2027-07-02","regular_cutoff_at":"2026-12-16T22:59:00Z","holidays":[{"name":"Vacances de la Toussaint","first":"2026-10-17","last":"2026-11-01"},{"name":"Vacances de Noël","first":"2026-12-19","last":"2027-01-03"},{"name":"Vacances d’hiver","first":"2027-02-20","last":"2027-03-07"},{"name":"Vacances de printemps","first":"2027-04-17","last":"2027-05-02"},{"name":"Pont de l’Ascension","first":"2027-05-07","last":"2027-05-07"}],"public_holidays":[{"name":"Armistice","day":"2026-11-11"},{"name":"Noël","day":"2026-12-25"},{"name":"Saint-Étienne","day":"2026-12-26"},{"name":"Jour de l’An","day":"2027-01-01"},{"name":"Vendredi saint","day":"2027-03-26"},{"name":"Lundi de Pâques","day":"2027-03-29"},{"name":"Fête du Travail","day":"2027-05-01"},{"name":"Ascension","day":"2027-05-06"},{"name":"Victoire 1945","day":"2027-05-08"},{"name":"Lundi de Pentecôte","day":"2027-05-17"}],"closures":[{"name":"Journée pédagogique","first":"2027-01-29","last":"2027-01-29","facility_id":"tilleuls"}]}','{"actor":"operator","at":"2026-11-26T22:15:49.313095Z","correlation_id":"0b79e816-e1a4-4d86-a973-14893d5450d6","causation_id":null}');
INSERT INTO "events" VALUES(3,'facility-tilleuls',1,'FacilityDescribed',1,'{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","address":"4 rue des Tilleuls, Strasbourg","levels":["MATERNELLE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":20,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":60,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}','{"actor":"operator","at":"2026-11-26T22:15:49.332775Z","correlation_id":"56101c06-8f36-4026-831f-ade94e8c3107","causation_id":null}');
INSERT INTO "events" VALUES(4,'facility-la-fontaine',1,'FacilityDescribed',1,'{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","address":"12 rue de la Fontaine, Strasbourg","levels":["ELEMENTAIRE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":90,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":42,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}','{"actor":"operator","at":"2026-11-26T22:15:49.342002Z","correlation_id":"1b2aeb30-8060-4ecc-956f-9890150d7d51","causation_id":null}');
INSERT INTO "events" VALUES(5,'facility-la-ruche',1,'FacilityDescribed',1,'{"facility_id":"la-ruche","name":"La Ruche","address":"7 quai des Abeilles, Strasbourg","levels":["MATERNELLE","ELEMENTAIRE"],"slot_types":[{"slot_type":"WEDNESDAY","weekdays":[2],"starts":"08:00","ends":"18:00","capacity":4,"deadline":{"days_before":7,"at":"18:00","counting":"CALENDAR_DAYS"}}]}','{"actor":"operator","at":"2026-11-26T22:15:49.365508Z","correlation_id":"87e5bfbf-d3d6-4641-b756-df9580a20bf4","causation_id":null}');
INSERT INTO "events" VALUES(6,'opening-wave-maternelle-2026',1,'OpeningWaveScheduled',1,'{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00Z"}','{"actor":"operator","at":"2026-11-26T22:15:49.372100Z","correlation_id":"9fe258cb-e305-4adc-84d1-587855ec574b","causation_id":null}');
INSERT INTO "events" VALUES(7,'opening-wave-elementaire-2026',1,'OpeningWaveScheduled',1,'{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00Z"}','{"actor":"operator","at":"2026-11-26T22:15:49.387868Z","correlation_id":"0ae1d845-7bb5-4020-80ef-e965809752cd","causation_id":null}');
INSERT INTO "events" VALUES(8,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',1,'RequestStarted',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"tilleuls","school_year":"2026-2027","kind":"STANDING","carried":[],"started_at":"2026-11-26T22:15:50.944022Z"}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:50.944022Z","correlation_id":"53a7b23b-b36a-4850-b41c-2c72f88cc92d","causation_id":null}');
INSERT INTO "events" VALUES(9,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',2,'SlotsChosen',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null}],"cancellations":[]}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:50.991367Z","correlation_id":"5dc7df56-867c-458c-8c02-4080856965ed","causation_id":null}');
INSERT INTO "events" VALUES(10,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',3,'SlotsChosen',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"day":null}],"cancellations":[]}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.022690Z","correlation_id":"4ced5021-e33d-4026-bdd3-27f36ae02126","causation_id":null}');
INSERT INTO "events" VALUES(11,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',4,'SlotsChosen',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"day":null},{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"day":null}],"cancellations":[]}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.058247Z","correlation_id":"ad40352e-ef83-4b6e-a7d8-21e4d9fda7cd","causation_id":null}');
INSERT INTO "events" VALUES(12,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',5,'RequestSubmitted',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"tilleuls","school_year":"2026-2027","kind":"STANDING","received_at":"2026-11-26T22:15:51.084127Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"cancellations":[],"later":[],"next_request_id":null}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.084127Z","correlation_id":"7cb0bc92-f4c5-46cf-8354-62af04893e3e","causation_id":null}');
INSERT INTO "events" VALUES(13,'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a',1,'RequestStarted',1,'{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"la-ruche","school_year":"2026-2027","kind":"STANDING","carried":[],"started_at":"2026-11-26T22:15:51.125872Z"}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.125872Z","correlation_id":"46afb2b0-8261-43f7-94c5-5715a305a7e8","causation_id":null}');
INSERT INTO "events" VALUES(14,'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a',2,'SlotsChosen',1,'{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","choices":[{"child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"day":null}],"cancellations":[]}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.181044Z","correlation_id":"a1050b0e-cb11-4e09-a9de-4a6bdabf1eae","causation_id":null}');
INSERT INTO "events" VALUES(15,'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a',3,'RequestSubmitted',1,'{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","facility_id":"la-ruche","school_year":"2026-2027","kind":"STANDING","received_at":"2026-11-26T22:15:51.208609Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"cancellations":[],"later":[],"next_request_id":null}','{"actor":"account:aa382e8e-124a-5e13-964b-56fc4fcc5968","at":"2026-11-26T22:15:51.208609Z","correlation_id":"1ef82137-eaeb-48a7-a324-c6154e68ca53","causation_id":null}');
INSERT INTO "events" VALUES(16,'register-tilleuls-2026-2027',1,'PlacesTaken',1,'{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"1","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(17,'register-tilleuls-2026-2027',2,'PlacesTaken',1,'{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"2","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"EVENING","dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},"capacity":28,"taken":1,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(18,'register-tilleuls-2026-2027',3,'PlacesTaken',1,'{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"3","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(19,'register-tilleuls-2026-2027',4,'PlacesTaken',1,'{"line":{"facility_id":"tilleuls","school_year":"2026-2027","request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","line_id":"4","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"LUNCH","dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]},"capacity":60,"taken":1,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(20,'register-la-ruche-2026-2027',1,'PlacesTaken',1,'{"line":{"facility_id":"la-ruche","school_year":"2026-2027","request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","line_id":"1","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","slot_type":"WEDNESDAY","dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]},"capacity":4,"taken":1,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(21,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',6,'LinesDecided',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"2","decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"3","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"4","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(22,'request-9f905b5b-5d62-5d39-9cf0-981b236ab945',7,'RequestDecided',1,'{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"2","decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"3","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"},{"line_id":"4","decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(23,'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a',4,'LinesDecided',1,'{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
INSERT INTO "events" VALUES(24,'request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a',5,'RequestDecided',1,'{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048Z","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"outcomes":[{"line_id":"1","decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null,"decided_at":"2026-11-26T22:15:51.258048Z","decided_by":"staff:9b3f9a52-0000-4000-8000-000000000002"}]}','{"actor":"staff:9b3f9a52-0000-4000-8000-000000000002","at":"2026-11-26T22:15:51.258048Z","correlation_id":"e2a28665-56d8-434a-a95e-4cb3396204a2","causation_id":null}');
CREATE TABLE facilities (
	facility_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (facility_id)
);
INSERT INTO "facilities" VALUES('tilleuls','Maternelle Les Tilleuls','{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","address":"4 rue des Tilleuls, Strasbourg","levels":["MATERNELLE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":20,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":60,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}');
INSERT INTO "facilities" VALUES('la-fontaine','École Jean-de-La-Fontaine','{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","address":"12 rue de la Fontaine, Strasbourg","levels":["ELEMENTAIRE"],"slot_types":[{"slot_type":"MORNING","weekdays":[0,1,3,4],"starts":"07:45","ends":"08:20","capacity":28,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"LUNCH","weekdays":[0,1,3,4],"starts":"11:45","ends":"13:45","capacity":90,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}},{"slot_type":"EVENING","weekdays":[0,1,3,4],"starts":"16:15","ends":"18:30","capacity":42,"deadline":{"days_before":1,"at":"18:00","counting":"CALENDAR_DAYS"}}]}');
INSERT INTO "facilities" VALUES('la-ruche','La Ruche','{"facility_id":"la-ruche","name":"La Ruche","address":"7 quai des Abeilles, Strasbourg","levels":["MATERNELLE","ELEMENTAIRE"],"slot_types":[{"slot_type":"WEDNESDAY","weekdays":[2],"starts":"08:00","ends":"18:00","capacity":4,"deadline":{"days_before":7,"at":"18:00","counting":"CALENDAR_DAYS"}}]}');
CREATE TABLE guardians (
	account_id CHAR(32) NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	PRIMARY KEY (account_id)
);
INSERT INTO "guardians" VALUES('43d2780b827256698a52f20e51410b79','330cd138335b59bd8bce8638f8088e5e');
INSERT INTO "guardians" VALUES('aa382e8e124a5e13964b56fc4fcc5968','60d30d7e01cc5d7ab489103fd9756de0');
CREATE TABLE household_status (
	household_id CHAR(32) NOT NULL, 
	status TEXT NOT NULL, 
	PRIMARY KEY (household_id)
);
INSERT INTO "household_status" VALUES('330cd138335b59bd8bce8638f8088e5e','APPROVED');
INSERT INTO "household_status" VALUES('60d30d7e01cc5d7ab489103fd9756de0','APPROVED');
CREATE TABLE inbox (
	arrival INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	type TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (arrival), 
	UNIQUE (id)
);
INSERT INTO "inbox" VALUES(1,'79473106-fef9-5ac6-a294-1116f34cff12','households','households.household_opened','{"specversion":"1.0","id":"79473106-fef9-5ac6-a294-1116f34cff12","source":"/households","type":"households.household_opened","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:49.564814Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"c45a1b8b-7029-4471-9dd1-a8863bfaafb8","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"},"sequence":"1"}');
INSERT INTO "inbox" VALUES(2,'bc269cc6-5d6c-5e68-b2db-834bfeef7976','households','households.child_registered','{"specversion":"1.0","id":"bc269cc6-5d6c-5e68-b2db-834bfeef7976","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:49.758894Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"37480fc8-501e-4adf-9f9b-2420ac1bfab9","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"693e384a-f8d9-5e32-bdc2-542475f63336","school_level":"ELEMENTAIRE","school_id":"la-fontaine"},"sequence":"2"}');
INSERT INTO "inbox" VALUES(3,'675d45e2-d6d8-5f8e-ae82-0de393d4a188','households','households.child_registered','{"specversion":"1.0","id":"675d45e2-d6d8-5f8e-ae82-0de393d4a188","source":"/households","type":"households.child_registered","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:49.837297Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"4c1d5e89-0561-4573-b30c-6df797900c71","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","child_id":"9d5bcb59-d735-5805-86a5-e42b0af32c63","school_level":"MATERNELLE","school_id":"tilleuls"},"sequence":"3"}');
INSERT INTO "inbox" VALUES(4,'15fd5c40-bc45-5b58-a2c8-7542e7e697c1','households','households.household_file_submitted','{"specversion":"1.0","id":"15fd5c40-bc45-5b58-a2c8-7542e7e697c1","source":"/households","type":"households.household_file_submitted","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:50.321373Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"444ba384-5d57-44d7-83f1-e194fe2a422e","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","submission":1},"sequence":"7"}');
INSERT INTO "inbox" VALUES(5,'18e01ae9-c1ed-51f7-aa4a-7de442357007','households','households.household_file_approved','{"specversion":"1.0","id":"18e01ae9-c1ed-51f7-aa4a-7de442357007","source":"/households","type":"households.household_file_approved","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:50.423151Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"fb0f3cd0-c07d-433d-9ef5-bd5e28d1aeb6","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e"},"sequence":"11"}');
INSERT INTO "inbox" VALUES(6,'7581f4b2-3651-51b3-845b-7ef1bf499dda','households','households.household_opened','{"specversion":"1.0","id":"7581f4b2-3651-51b3-845b-7ef1bf499dda","source":"/households","type":"households.household_opened","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.492565Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"cb1ba010-8739-4722-9939-385d4c1547cd","causationid":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"},"sequence":"13"}');
INSERT INTO "inbox" VALUES(7,'92cd5eeb-1852-5c3c-a179-d39bdc690618','households','households.child_registered','{"specversion":"1.0","id":"92cd5eeb-1852-5c3c-a179-d39bdc690618","source":"/households","type":"households.child_registered","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.621720Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.child_registered:1","correlationid":"f014fe73-3419-4a6e-b5f0-d9819ab9dfe8","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","school_level":"MATERNELLE","school_id":"tilleuls"},"sequence":"14"}');
INSERT INTO "inbox" VALUES(8,'363981a3-de38-5a5a-9994-686981756c6d','households','households.household_file_submitted','{"specversion":"1.0","id":"363981a3-de38-5a5a-9994-686981756c6d","source":"/households","type":"households.household_file_submitted","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.804633Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_submitted:1","correlationid":"a0b945ae-2d48-4b74-a07c-694bce1fb638","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","submission":1},"sequence":"17"}');
INSERT INTO "inbox" VALUES(9,'37ca15fd-2a88-51e9-be03-476ab9d0bdf1','households','households.household_file_approved','{"specversion":"1.0","id":"37ca15fd-2a88-51e9-be03-476ab9d0bdf1","source":"/households","type":"households.household_file_approved","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.878131Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_file_approved:1","correlationid":"4d3ddc9b-e68a-4dcd-897d-87873d87faab","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0"},"sequence":"20"}');
CREATE TABLE occupancy (
	facility_id TEXT NOT NULL, 
	slot_type TEXT NOT NULL, 
	day DATE NOT NULL, 
	taken INTEGER NOT NULL, 
	PRIMARY KEY (facility_id, slot_type, day)
);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-11-30',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-07',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-14',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-04',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-11',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-18',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-25',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-01',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-22',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-05',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-12',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-03',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-10',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-24',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-31',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-07',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-14',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-21',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-28',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2026-11-30',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2026-12-07',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2026-12-14',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-01-04',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-01-11',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-01-18',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-01-25',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-02-01',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-02-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-02-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-03-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-03-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-03-22',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-04-05',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-04-12',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-05-03',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-05-10',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-05-24',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-05-31',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-06-07',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-06-14',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-06-21',1);
INSERT INTO "occupancy" VALUES('tilleuls','EVENING','2027-06-28',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-01',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-05',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-12',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-19',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-26',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-02',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-09',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-16',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-09',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-16',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-23',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-30',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-06',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-13',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-04',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-11',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-18',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-25',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-01',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-22',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-29',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-03',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-10',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2026-12-17',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-07',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-14',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-21',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-01-28',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-04',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-11',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-02-18',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-11',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-18',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-03-25',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-01',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-08',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-04-15',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-13',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-20',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-05-27',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-03',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-10',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-17',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-06-24',1);
INSERT INTO "occupancy" VALUES('tilleuls','LUNCH','2027-07-01',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2026-12-02',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2026-12-09',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2026-12-16',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-01-06',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-01-13',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-01-20',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-01-27',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-02-03',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-02-10',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-02-17',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-03-10',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-03-17',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-03-24',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-03-31',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-04-07',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-04-14',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-05-05',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-05-12',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-05-19',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-05-26',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-06-02',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-06-09',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-06-16',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-06-23',1);
INSERT INTO "occupancy" VALUES('la-ruche','WEDNESDAY','2027-06-30',1);
CREATE TABLE opening_waves (
	wave_id TEXT NOT NULL, 
	school_year TEXT NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (wave_id)
);
INSERT INTO "opening_waves" VALUES('maternelle-2026','2026-2027','{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00Z"}');
INSERT INTO "opening_waves" VALUES('elementaire-2026','2026-2027','{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00Z"}');
CREATE TABLE operator_card (
	only INTEGER NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (only)
);
INSERT INTO "operator_card" VALUES(1,'{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}');
CREATE TABLE outbox (
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (position), 
	UNIQUE (id)
);
INSERT INTO "outbox" VALUES(1,'fba997d7-35ef-536a-8022-3889881043d6','bookings.operator_described','operator-0','{"specversion":"1.0","id":"fba997d7-35ef-536a-8022-3889881043d6","source":"/bookings","type":"bookings.operator_described","subject":"operator-0","time":"2026-11-26T22:15:49.148675Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.operator_described:1","correlationid":"fbd9c336-d48a-4c6e-9fbe-268571902af0","data":{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"}}');
INSERT INTO "outbox" VALUES(2,'52e98e48-e491-5190-ba8e-7aeb6d95d629','bookings.facility_described','facility-tilleuls','{"specversion":"1.0","id":"52e98e48-e491-5190-ba8e-7aeb6d95d629","source":"/bookings","type":"bookings.facility_described","subject":"facility-tilleuls","time":"2026-11-26T22:15:49.332775Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"56101c06-8f36-4026-831f-ade94e8c3107","data":{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","slot_types":["MORNING","LUNCH","EVENING"]}}');
INSERT INTO "outbox" VALUES(3,'60b2136d-4aff-58a2-b85c-776dd1c1ad21','bookings.facility_described','facility-la-fontaine','{"specversion":"1.0","id":"60b2136d-4aff-58a2-b85c-776dd1c1ad21","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-fontaine","time":"2026-11-26T22:15:49.342002Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"1b2aeb30-8060-4ecc-956f-9890150d7d51","data":{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","slot_types":["MORNING","LUNCH","EVENING"]}}');
INSERT INTO "outbox" VALUES(4,'63271455-4181-5693-8d9d-05c519e18353','bookings.facility_described','facility-la-ruche','{"specversion":"1.0","id":"63271455-4181-5693-8d9d-05c519e18353","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-ruche","time":"2026-11-26T22:15:49.365508Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"87e5bfbf-d3d6-4641-b756-df9580a20bf4","data":{"facility_id":"la-ruche","name":"La Ruche","slot_types":["WEDNESDAY"]}}');
INSERT INTO "outbox" VALUES(5,'6c274ce8-8f9a-5c52-b716-a66d8e5239ea','bookings.opening_wave_scheduled','opening-wave-maternelle-2026','{"specversion":"1.0","id":"6c274ce8-8f9a-5c52-b716-a66d8e5239ea","source":"/bookings","type":"bookings.opening_wave_scheduled","subject":"opening-wave-maternelle-2026","time":"2026-11-26T22:15:49.372100Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.opening_wave_scheduled:1","correlationid":"9fe258cb-e305-4adc-84d1-587855ec574b","data":{"wave_id":"maternelle-2026","school_year":"2026-2027","school_level":"MATERNELLE","opens_at":"2026-11-24T18:00:00+00:00"}}');
INSERT INTO "outbox" VALUES(6,'29e7936b-2a1d-542b-850c-7cb5ce193916','bookings.opening_wave_scheduled','opening-wave-elementaire-2026','{"specversion":"1.0","id":"29e7936b-2a1d-542b-850c-7cb5ce193916","source":"/bookings","type":"bookings.opening_wave_scheduled","subject":"opening-wave-elementaire-2026","time":"2026-11-26T22:15:49.387868Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.opening_wave_scheduled:1","correlationid":"0ae1d845-7bb5-4020-80ef-e965809752cd","data":{"wave_id":"elementaire-2026","school_year":"2026-2027","school_level":"ELEMENTAIRE","opens_at":"2026-11-25T18:00:00+00:00"}}');
INSERT INTO "outbox" VALUES(7,'cf08f746-f540-56f4-84d3-3b423f3b8186','bookings.booking_requested','request-9f905b5b-5d62-5d39-9cf0-981b236ab945','{"specversion":"1.0","id":"cf08f746-f540-56f4-84d3-3b423f3b8186","source":"/bookings","type":"bookings.booking_requested","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:15:51.084127Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_requested:1","correlationid":"7cb0bc92-f4c5-46cf-8354-62af04893e3e","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","kind":"STANDING","received_at":"2026-11-26T22:15:51.084127+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]}],"cancellations":[]}}');
INSERT INTO "outbox" VALUES(8,'a1eacbad-5700-5143-8b6c-3455b0fc4c76','bookings.booking_requested','request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a','{"specversion":"1.0","id":"a1eacbad-5700-5143-8b6c-3455b0fc4c76","source":"/bookings","type":"bookings.booking_requested","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:15:51.208609Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_requested:1","correlationid":"1ef82137-eaeb-48a7-a324-c6154e68ca53","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","kind":"STANDING","received_at":"2026-11-26T22:15:51.208609+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]}],"cancellations":[]}}');
INSERT INTO "outbox" VALUES(9,'84eeee27-358f-5318-8241-c437fda5beb1','bookings.booking_decided','request-9f905b5b-5d62-5d39-9cf0-981b236ab945','{"specversion":"1.0","id":"84eeee27-358f-5318-8241-c437fda5beb1","source":"/bookings","type":"bookings.booking_decided","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:15:51.258048Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"e2a28665-56d8-434a-a95e-4cb3396204a2","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null}]}}');
INSERT INTO "outbox" VALUES(10,'004ae74b-f362-55f6-9c55-08b507370711','bookings.booking_decided','request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a','{"specversion":"1.0","id":"004ae74b-f362-55f6-9c55-08b507370711","source":"/bookings","type":"bookings.booking_decided","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:15:51.258048Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"e2a28665-56d8-434a-a95e-4cb3396204a2","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"],"decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null}]}}');
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
CREATE TABLE planner_lines (
	request_id CHAR(32) NOT NULL, 
	line_id TEXT NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	child_id CHAR(32) NOT NULL, 
	facility_id TEXT NOT NULL, 
	slot_type TEXT NOT NULL, 
	weekday INTEGER, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	dates TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT, 
	capacity INTEGER, 
	taken INTEGER, 
	PRIMARY KEY (request_id, line_id)
);
INSERT INTO "planner_lines" VALUES('9f905b5b5d625d399cf0981b236ab945','1','60d30d7e01cc5d7ab489103fd9756de0','55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH',0,'2026-11-30','2027-06-28','["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]','2026-11-26 22:15:51.084127','ACCEPTED',NULL,60,1);
INSERT INTO "planner_lines" VALUES('9f905b5b5d625d399cf0981b236ab945','2','60d30d7e01cc5d7ab489103fd9756de0','55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING',0,'2026-11-30','2027-06-28','["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"]','2026-11-26 22:15:51.084127','ACCEPTED',NULL,28,1);
INSERT INTO "planner_lines" VALUES('9f905b5b5d625d399cf0981b236ab945','3','60d30d7e01cc5d7ab489103fd9756de0','55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH',1,'2026-12-01','2027-06-29','["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"]','2026-11-26 22:15:51.084127','ACCEPTED',NULL,60,1);
INSERT INTO "planner_lines" VALUES('9f905b5b5d625d399cf0981b236ab945','4','60d30d7e01cc5d7ab489103fd9756de0','55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH',3,'2026-12-03','2027-07-01','["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"]','2026-11-26 22:15:51.084127','ACCEPTED',NULL,60,1);
INSERT INTO "planner_lines" VALUES('9a4ad91af64e5a399af474ccb459ad7a','1','60d30d7e01cc5d7ab489103fd9756de0','55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY',2,'2026-12-02','2027-06-30','["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"]','2026-11-26 22:15:51.208609','ACCEPTED',NULL,4,1);
CREATE TABLE relay_cursor (
	id INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "relay_cursor" VALUES(1,10);
CREATE TABLE school_years (
	school_year TEXT NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	content TEXT NOT NULL, 
	PRIMARY KEY (school_year)
);
INSERT INTO "school_years" VALUES('2026-2027','2026-09-01','2027-07-02','{"school_year":"2026-2027","starts_on":"2026-09-01","ends_on":"2027-07-02","regular_cutoff_at":"2026-12-16T22:59:00Z","holidays":[{"name":"Vacances de la Toussaint","first":"2026-10-17","last":"2026-11-01"},{"name":"Vacances de Noël","first":"2026-12-19","last":"2027-01-03"},{"name":"Vacances d’hiver","first":"2027-02-20","last":"2027-03-07"},{"name":"Vacances de printemps","first":"2027-04-17","last":"2027-05-02"},{"name":"Pont de l’Ascension","first":"2027-05-07","last":"2027-05-07"}],"public_holidays":[{"name":"Armistice","day":"2026-11-11"},{"name":"Noël","day":"2026-12-25"},{"name":"Saint-Étienne","day":"2026-12-26"},{"name":"Jour de l’An","day":"2027-01-01"},{"name":"Vendredi saint","day":"2027-03-26"},{"name":"Lundi de Pâques","day":"2027-03-29"},{"name":"Fête du Travail","day":"2027-05-01"},{"name":"Ascension","day":"2027-05-06"},{"name":"Victoire 1945","day":"2027-05-08"},{"name":"Lundi de Pentecôte","day":"2027-05-17"}],"closures":[{"name":"Journée pédagogique","first":"2027-01-29","last":"2027-01-29","facility_id":"tilleuls"}]}');
CREATE INDEX events_type_position ON events (type, position);
CREATE INDEX ix_bookable_children_household_id ON bookable_children (household_id);
CREATE INDEX booking_requests_household ON booking_requests (household_id, received_at);
CREATE INDEX planner_lines_household ON planner_lines (household_id, last_day);
CREATE INDEX planner_lines_state ON planner_lines (state, facility_id);
CREATE INDEX ix_cancelled_days_household_id ON cancelled_days (household_id);
COMMIT;

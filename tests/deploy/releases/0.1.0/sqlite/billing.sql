BEGIN TRANSACTION;
CREATE TABLE billable_days (
	child_id CHAR(32) NOT NULL, 
	facility_id TEXT NOT NULL, 
	slot_type TEXT NOT NULL, 
	day DATE NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	period TEXT NOT NULL, 
	PRIMARY KEY (child_id, facility_id, slot_type, day)
);
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-11-30','60d30d7e01cc5d7ab489103fd9756de0','2026-11');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-07','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-14','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-04','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-11','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-18','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-25','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-01','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-08','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-15','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-08','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-15','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-22','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-05','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-12','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-03','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-10','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-24','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-31','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-07','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-14','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-21','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-28','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2026-11-30','60d30d7e01cc5d7ab489103fd9756de0','2026-11');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2026-12-07','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2026-12-14','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-01-04','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-01-11','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-01-18','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-01-25','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-02-01','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-02-08','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-02-15','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-03-08','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-03-15','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-03-22','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-04-05','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-04-12','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-05-03','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-05-10','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-05-24','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-05-31','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-06-07','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-06-14','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-06-21','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','EVENING','2027-06-28','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-01','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-08','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-15','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-05','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-12','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-19','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-26','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-02','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-09','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-16','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-09','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-16','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-23','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-30','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-06','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-13','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-04','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-11','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-18','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-25','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-01','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-08','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-15','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-22','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-29','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-03','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-10','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2026-12-17','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-07','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-14','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-21','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-01-28','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-04','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-11','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-02-18','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-11','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-18','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-03-25','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-01','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-08','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-04-15','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-13','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-20','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-05-27','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-03','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-10','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-17','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-06-24','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','tilleuls','LUNCH','2027-07-01','60d30d7e01cc5d7ab489103fd9756de0','2027-07');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2026-12-02','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2026-12-09','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2026-12-16','60d30d7e01cc5d7ab489103fd9756de0','2026-12');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-01-06','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-01-13','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-01-20','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-01-27','60d30d7e01cc5d7ab489103fd9756de0','2027-01');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-02-03','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-02-10','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-02-17','60d30d7e01cc5d7ab489103fd9756de0','2027-02');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-03-10','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-03-17','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-03-24','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-03-31','60d30d7e01cc5d7ab489103fd9756de0','2027-03');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-04-07','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-04-14','60d30d7e01cc5d7ab489103fd9756de0','2027-04');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-05-05','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-05-12','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-05-19','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-05-26','60d30d7e01cc5d7ab489103fd9756de0','2027-05');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-06-02','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-06-09','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-06-16','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-06-23','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
INSERT INTO "billable_days" VALUES('55d733c1ed6c537a8c6d455ebe55a9e9','la-ruche','WEDNESDAY','2027-06-30','60d30d7e01cc5d7ab489103fd9756de0','2027-06');
CREATE TABLE cursors (
	source TEXT NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (source)
);
INSERT INTO "cursors" VALUES('bookings',10);
INSERT INTO "cursors" VALUES('households',21);
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
INSERT INTO "events" VALUES(1,'rate-table-2026-2027',1,'RatesSet',1,'{"table_id":"2026-2027","rates":{"valid_from":"2026-09-01","bands":[{"upto":600,"label":"Quotient jusqu’à 600"},{"upto":1000,"label":"Quotient de 601 à 1 000"},{"upto":1500,"label":"Quotient de 1 001 à 1 500"},{"upto":null,"label":"Quotient au-delà de 1 500 ou non déclaré"}],"prices":[{"slot_type":"MORNING","cents":[120,150,180,220]},{"slot_type":"LUNCH","cents":[260,380,520,640]},{"slot_type":"EVENING","cents":[220,280,340,420]},{"slot_type":"WEDNESDAY","cents":[900,1250,1600,2000]}],"due_days":30,"vat_exemption":"Exonération de TVA"}}','{"actor":"operator","at":"2026-11-26T22:15:49.408391Z","correlation_id":"de380a63-a14c-4350-abac-2b088ea59718","causation_id":null}');
CREATE TABLE facilities (
	facility_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (facility_id)
);
INSERT INTO "facilities" VALUES('tilleuls','Maternelle Les Tilleuls');
INSERT INTO "facilities" VALUES('la-fontaine','École Jean-de-La-Fontaine');
INSERT INTO "facilities" VALUES('la-ruche','La Ruche');
CREATE TABLE household_accounts (
	account_id CHAR(32) NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	PRIMARY KEY (account_id)
);
INSERT INTO "household_accounts" VALUES('43d2780b827256698a52f20e51410b79','330cd138335b59bd8bce8638f8088e5e');
INSERT INTO "household_accounts" VALUES('aa382e8e124a5e13964b56fc4fcc5968','60d30d7e01cc5d7ab489103fd9756de0');
CREATE TABLE inbox (
	arrival INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	type TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (arrival), 
	UNIQUE (id)
);
INSERT INTO "inbox" VALUES(1,'fba997d7-35ef-536a-8022-3889881043d6','bookings','bookings.operator_described','{"specversion":"1.0","id":"fba997d7-35ef-536a-8022-3889881043d6","source":"/bookings","type":"bookings.operator_described","subject":"operator-0","time":"2026-11-26T22:15:49.148675Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.operator_described:1","correlationid":"fbd9c336-d48a-4c6e-9fbe-268571902af0","data":{"name":"Grandir Ensemble","legal_name":"Association Grandir Ensemble","siret":"00000000000000","phone":"03 88 00 00 00","email":"contact@grandir-ensemble.exemple.fr","address":["1 place de l’Exemple","67000 Strasbourg"],"opening_hours":"du lundi au vendredi de 8 h à 18 h"},"sequence":"1"}');
INSERT INTO "inbox" VALUES(2,'52e98e48-e491-5190-ba8e-7aeb6d95d629','bookings','bookings.facility_described','{"specversion":"1.0","id":"52e98e48-e491-5190-ba8e-7aeb6d95d629","source":"/bookings","type":"bookings.facility_described","subject":"facility-tilleuls","time":"2026-11-26T22:15:49.332775Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"56101c06-8f36-4026-831f-ade94e8c3107","data":{"facility_id":"tilleuls","name":"Maternelle Les Tilleuls","slot_types":["MORNING","LUNCH","EVENING"]},"sequence":"2"}');
INSERT INTO "inbox" VALUES(3,'60b2136d-4aff-58a2-b85c-776dd1c1ad21','bookings','bookings.facility_described','{"specversion":"1.0","id":"60b2136d-4aff-58a2-b85c-776dd1c1ad21","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-fontaine","time":"2026-11-26T22:15:49.342002Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"1b2aeb30-8060-4ecc-956f-9890150d7d51","data":{"facility_id":"la-fontaine","name":"École Jean-de-La-Fontaine","slot_types":["MORNING","LUNCH","EVENING"]},"sequence":"3"}');
INSERT INTO "inbox" VALUES(4,'63271455-4181-5693-8d9d-05c519e18353','bookings','bookings.facility_described','{"specversion":"1.0","id":"63271455-4181-5693-8d9d-05c519e18353","source":"/bookings","type":"bookings.facility_described","subject":"facility-la-ruche","time":"2026-11-26T22:15:49.365508Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.facility_described:1","correlationid":"87e5bfbf-d3d6-4641-b756-df9580a20bf4","data":{"facility_id":"la-ruche","name":"La Ruche","slot_types":["WEDNESDAY"]},"sequence":"4"}');
INSERT INTO "inbox" VALUES(5,'79473106-fef9-5ac6-a294-1116f34cff12','households','households.household_opened','{"specversion":"1.0","id":"79473106-fef9-5ac6-a294-1116f34cff12","source":"/households","type":"households.household_opened","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:49.564814Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"c45a1b8b-7029-4471-9dd1-a8863bfaafb8","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","account_id":"43d2780b-8272-5669-8a52-f20e51410b79"},"sequence":"1"}');
INSERT INTO "inbox" VALUES(6,'8e8adf9d-3e9b-5ace-ab89-f3443d79aa89','households','households.family_quotient_recorded','{"specversion":"1.0","id":"8e8adf9d-3e9b-5ace-ab89-f3443d79aa89","source":"/households","type":"households.family_quotient_recorded","subject":"household-330cd138-335b-59bd-8bce-8638f8088e5e","time":"2026-11-26T22:15:50.423151Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"fb0f3cd0-c07d-433d-9ef5-bd5e28d1aeb6","data":{"household_id":"330cd138-335b-59bd-8bce-8638f8088e5e","quotient":820,"effective_from":"2026-11-01"},"sequence":"12"}');
INSERT INTO "inbox" VALUES(7,'7581f4b2-3651-51b3-845b-7ef1bf499dda','households','households.household_opened','{"specversion":"1.0","id":"7581f4b2-3651-51b3-845b-7ef1bf499dda","source":"/households","type":"households.household_opened","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.492565Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.household_opened:1","correlationid":"cb1ba010-8739-4722-9939-385d4c1547cd","causationid":"df2ba5d2-deab-5ac1-aa4f-b9d0cfb3f4cd","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968"},"sequence":"13"}');
INSERT INTO "inbox" VALUES(8,'042f10fb-ad6f-5ae6-bc4a-f587db726fd7','households','households.family_quotient_recorded','{"specversion":"1.0","id":"042f10fb-ad6f-5ae6-bc4a-f587db726fd7","source":"/households","type":"households.family_quotient_recorded","subject":"household-60d30d7e-01cc-5d7a-b489-103fd9756de0","time":"2026-11-26T22:15:50.878131Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:households.family_quotient_recorded:1","correlationid":"4d3ddc9b-e68a-4dcd-897d-87873d87faab","data":{"household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","quotient":540,"effective_from":"2026-11-01"},"sequence":"21"}');
INSERT INTO "inbox" VALUES(9,'84eeee27-358f-5318-8241-c437fda5beb1','bookings','bookings.booking_decided','{"specversion":"1.0","id":"84eeee27-358f-5318-8241-c437fda5beb1","source":"/bookings","type":"bookings.booking_decided","subject":"request-9f905b5b-5d62-5d39-9cf0-981b236ab945","time":"2026-11-26T22:15:51.258048Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"e2a28665-56d8-434a-a95e-4cb3396204a2","data":{"request_id":"9f905b5b-5d62-5d39-9cf0-981b236ab945","reference":"D-2026-HRKS9R","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"2","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"EVENING","weekday":0,"dates":["2026-11-30","2026-12-07","2026-12-14","2027-01-04","2027-01-11","2027-01-18","2027-01-25","2027-02-01","2027-02-08","2027-02-15","2027-03-08","2027-03-15","2027-03-22","2027-04-05","2027-04-12","2027-05-03","2027-05-10","2027-05-24","2027-05-31","2027-06-07","2027-06-14","2027-06-21","2027-06-28"],"decision":"ACCEPTED","reason":null,"capacity":28,"taken":1,"full_on":null},{"line_id":"3","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":1,"dates":["2026-12-01","2026-12-08","2026-12-15","2027-01-05","2027-01-12","2027-01-19","2027-01-26","2027-02-02","2027-02-09","2027-02-16","2027-03-09","2027-03-16","2027-03-23","2027-03-30","2027-04-06","2027-04-13","2027-05-04","2027-05-11","2027-05-18","2027-05-25","2027-06-01","2027-06-08","2027-06-15","2027-06-22","2027-06-29"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null},{"line_id":"4","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"tilleuls","slot_type":"LUNCH","weekday":3,"dates":["2026-12-03","2026-12-10","2026-12-17","2027-01-07","2027-01-14","2027-01-21","2027-01-28","2027-02-04","2027-02-11","2027-02-18","2027-03-11","2027-03-18","2027-03-25","2027-04-01","2027-04-08","2027-04-15","2027-05-13","2027-05-20","2027-05-27","2027-06-03","2027-06-10","2027-06-17","2027-06-24","2027-07-01"],"decision":"ACCEPTED","reason":null,"capacity":60,"taken":1,"full_on":null}]},"sequence":"9"}');
INSERT INTO "inbox" VALUES(10,'004ae74b-f362-55f6-9c55-08b507370711','bookings','bookings.booking_decided','{"specversion":"1.0","id":"004ae74b-f362-55f6-9c55-08b507370711","source":"/bookings","type":"bookings.booking_decided","subject":"request-9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","time":"2026-11-26T22:15:51.258048Z","datacontenttype":"application/json","dataschema":"urn:portail-familles:event:bookings.booking_decided:1","correlationid":"e2a28665-56d8-434a-a95e-4cb3396204a2","data":{"request_id":"9a4ad91a-f64e-5a39-9af4-74ccb459ad7a","reference":"D-2026-DBMBFT","household_id":"60d30d7e-01cc-5d7a-b489-103fd9756de0","account_id":"aa382e8e-124a-5e13-964b-56fc4fcc5968","decided_at":"2026-11-26T22:15:51.258048+00:00","lines":[{"line_id":"1","child_id":"55d733c1-ed6c-537a-8c6d-455ebe55a9e9","facility_id":"la-ruche","slot_type":"WEDNESDAY","weekday":2,"dates":["2026-12-02","2026-12-09","2026-12-16","2027-01-06","2027-01-13","2027-01-20","2027-01-27","2027-02-03","2027-02-10","2027-02-17","2027-03-10","2027-03-17","2027-03-24","2027-03-31","2027-04-07","2027-04-14","2027-05-05","2027-05-12","2027-05-19","2027-05-26","2027-06-02","2027-06-09","2027-06-16","2027-06-23","2027-06-30"],"decision":"ACCEPTED","reason":null,"capacity":4,"taken":1,"full_on":null}]},"sequence":"10"}');
CREATE TABLE invoiced_days (
	invoice_id CHAR(32) NOT NULL, 
	child_id CHAR(32) NOT NULL, 
	facility_id TEXT NOT NULL, 
	slot_type TEXT NOT NULL, 
	day DATE NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	period TEXT NOT NULL, 
	PRIMARY KEY (invoice_id, child_id, facility_id, slot_type, day)
);
CREATE TABLE invoices (
	invoice_id CHAR(32) NOT NULL, 
	number TEXT NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	period TEXT NOT NULL, 
	issued_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	total_cents INTEGER NOT NULL, 
	paid_at DATETIME, 
	PRIMARY KEY (invoice_id), 
	UNIQUE (household_id, period), 
	UNIQUE (number)
);
CREATE TABLE operator (
	one BOOLEAN NOT NULL, 
	identity JSON NOT NULL, 
	PRIMARY KEY (one)
);
INSERT INTO "operator" VALUES(1,'{"name": "Grandir Ensemble", "legal_name": "Association Grandir Ensemble", "siret": "00000000000000", "phone": "03 88 00 00 00", "email": "contact@grandir-ensemble.exemple.fr", "address": ["1 place de l\u2019Exemple", "67000 Strasbourg"]}');
CREATE TABLE outbox (
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	type TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (position), 
	UNIQUE (id)
);
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
CREATE TABLE payments (
	payment_id CHAR(32) NOT NULL, 
	invoice_id CHAR(32) NOT NULL, 
	household_id CHAR(32) NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	in_excess BOOLEAN NOT NULL, 
	PRIMARY KEY (payment_id)
);
CREATE TABLE quotients (
	household_id CHAR(32) NOT NULL, 
	effective_from DATE NOT NULL, 
	quotient INTEGER NOT NULL, 
	PRIMARY KEY (household_id, effective_from)
);
INSERT INTO "quotients" VALUES('330cd138335b59bd8bce8638f8088e5e','2026-11-01',820);
INSERT INTO "quotients" VALUES('60d30d7e01cc5d7ab489103fd9756de0','2026-11-01',540);
CREATE TABLE rate_tables (
	table_id TEXT NOT NULL, 
	rates JSON NOT NULL, 
	PRIMARY KEY (table_id)
);
INSERT INTO "rate_tables" VALUES('2026-2027','{"valid_from": "2026-09-01", "bands": [{"upto": 600, "label": "Quotient jusqu\u2019\u00e0 600"}, {"upto": 1000, "label": "Quotient de 601 \u00e0 1 000"}, {"upto": 1500, "label": "Quotient de 1 001 \u00e0 1 500"}, {"upto": null, "label": "Quotient au-del\u00e0 de 1 500 ou non d\u00e9clar\u00e9"}], "prices": [{"slot_type": "MORNING", "cents": [120, 150, 180, 220]}, {"slot_type": "LUNCH", "cents": [260, 380, 520, 640]}, {"slot_type": "EVENING", "cents": [220, 280, 340, 420]}, {"slot_type": "WEDNESDAY", "cents": [900, 1250, 1600, 2000]}], "due_days": 30, "vat_exemption": "Exon\u00e9ration de TVA"}');
CREATE TABLE relay_cursor (
	id INTEGER NOT NULL, 
	position BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE INDEX events_type_position ON events (type, position);
CREATE INDEX billable_days_of_a_month ON billable_days (period, household_id);
CREATE INDEX invoices_of_a_month ON invoices (period);
CREATE INDEX ix_payments_invoice_id ON payments (invoice_id);
CREATE INDEX ix_invoiced_days_period ON invoiced_days (period);
COMMIT;

CREATE TABLE contact (
  feed TEXT PRIMARY KEY, asked_at TEXT NOT NULL, ok_at TEXT, failed_since TEXT, error TEXT,
  entities INTEGER, rejected INTEGER);
INSERT INTO "contact" VALUES('ar','2026-11-24T10:01:00+00:00','2026-11-24T10:01:00+00:00',NULL,NULL,2,1);
CREATE TABLE reading (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, station TEXT NOT NULL, observed_at TEXT NOT NULL,
  received_at TEXT NOT NULL, name TEXT NOT NULL, dico TEXT, told TEXT NOT NULL, UNIQUE (feed, station, observed_at));
INSERT INTO "reading" VALUES(1,'ar','s1','2026-11-24T10:00:00+00:00','2026-11-24T10:01:00+00:00','Estação','0101','[{"NO2": 12.5}, {"NO2": "GQ"}]');
CREATE TABLE rejected (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, feed TEXT NOT NULL, entity TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL,
  UNIQUE (feed, entity, why));
INSERT INTO "rejected" VALUES(1,'ar','x','2026-11-24T10:01:00+00:00','sem hora');

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, account TEXT NOT NULL, way TEXT NOT NULL, role TEXT NOT NULL,
  origin TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, before TEXT NOT NULL,
  after TEXT NOT NULL, seal TEXT NOT NULL UNIQUE);
INSERT INTO "entry" VALUES(1,'2026-11-28T02:19:32.214579+00:00','','ninguem','','','papel_dar','c1','comecado','','','6e65da3b8c42742e0be5999d2a5d89370a2c4b213ab7807e126da809ecf0792f');
INSERT INTO "entry" VALUES(2,'2026-11-28T02:19:32.231408+00:00','','ninguem','','','papel_dar','c1','feito','','','c879202bfcb9c7052c8e6b969a01af8b97365199208b8d68661953f472e38a6d');

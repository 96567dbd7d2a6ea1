CREATE TABLE act (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, entry TEXT NOT NULL, revision INTEGER NOT NULL
  CHECK (revision > 0), said_at TEXT NOT NULL, said_by TEXT NOT NULL, before TEXT, after TEXT NOT NULL,
  UNIQUE (kind, entry, revision)
);
INSERT INTO "act" VALUES(1,'pedido','pedido_um',1,'2026-11-24T10:00:00+00:00','AMA',NULL,'{"about": ["medicos_1000_hab"], "answer": "nenhuma", "asked_by": "EATA", "asked_on": "2026-11-01", "due": "2026-12-01", "text": "Os valores de 2025", "to": "ama", "withdrawn": false}');
INSERT INTO "act" VALUES(2,'verba','verba_um',1,'2026-11-24T10:00:00+00:00','AMA',NULL,'{"action": "acao_1_3", "amount_eur": 1000.5, "as_of": "2026-10-01", "fund": "PRR", "kind": "aprovada", "source": "Aviso 1", "withdrawn": false}');
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('acao', 'projeto', 'reuniao')),
  entry TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision > 0), said_at TEXT NOT NULL, said_by TEXT NOT NULL,
  before TEXT, after TEXT NOT NULL, UNIQUE (kind, entry, revision)
);
INSERT INTO "event" VALUES(1,'acao','acao_1_3',1,'2026-11-24T10:00:00+00:00','AMA',NULL,'{"percent": 20, "state": "em_curso"}');
INSERT INTO "event" VALUES(2,'acao','acao_1_3',2,'2026-11-24T10:00:00+00:00','AMA','{"percent": 20, "state": "em_curso"}','{"percent": 50, "state": "em_curso"}');
INSERT INTO "event" VALUES(3,'reuniao','reuniao_um',1,'2026-11-24T10:00:00+00:00','AMA',NULL,'{"held_on": "2026-11-10", "structure": "ece"}');

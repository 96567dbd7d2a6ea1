"""What people say of alerts, by page and by command line alike: who sees to one, that nobody does after all, and that
one, or a whole rule, is not to be sent for a time.

Each is a row more (core.alerts.store), with who, when and why; nothing is changed or deleted. What is said is checked
where nobody else writes, so that it is about the state that stands.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.alerts import rules as alert_rules
from core.alerts import store
from core.alerts.log import current
from core.alerts.store import LEDGER, OPEN, Event, Silence
from core.base.errors import AlertError
from core.base.ledger import Connection
from core.base.paths import alerts_path

LONGEST_H: Final = 90 * 24  # a silence always ends by itself, and is not forgotten for years
_OPEN_CURE: Final = "«python -m etl alerts list» mostra os abertos."


def acknowledge(alert: str, said_by: str, note: str, path: Path | None = None) -> Event:
    """Say that somebody sees to an alert that is open; the word counts until its state changes, or it is taken back.
    AlertError where it cannot stand.
    """
    return acknowledge_all([alert], said_by, note, path)[0]


def acknowledge_all(alerts: Sequence[str], said_by: str, note: str, path: Path | None = None) -> list[Event]:
    """The same for several, all of them or none; returns them as they stand then."""
    said_by, note = _signed(said_by, note)
    if not alerts:
        raise AlertError(
            "Falta o alerta.",
            cure="escolher um ou mais dos que estão abertos.",
            page=("Falta escolher um ou mais alertas.", "Choose one or more alerts first."),
        )
    now, path = datetime.now(UTC), path or alerts_path()
    with LEDGER.writing(path) as db:  # looked up where nobody else writes: the word is on the state that stands
        known = _open(db, alerts)
        for alert in alerts:
            db.execute(
                "INSERT INTO ack (event, at, said_by, note) VALUES (?, ?, ?, ?)",
                (known[alert].seq, _exact(now), said_by, note),
            )
    after = {e.alert: e for e in current(path)}
    return [after[a] for a in alerts if a in after]


def withdraw(alert: str, said_by: str, note: str, seen: int | None = None, path: Path | None = None) -> None:
    """Take back that somebody sees to an alert. `seen`: the acknowledgement (its seq) that is meant, where the one who
    says it has seen one; AlertError where another stands by now, or none does.
    """
    said_by, note = _signed(said_by, note)
    with LEDGER.writing(path or alerts_path()) as db:
        event = _open(db, [alert])[alert]
        if event.ack is None:
            raise AlertError(
                f"De «{alert}» ninguém disse que trata.",
                cure=_OPEN_CURE,
                page=(
                    "Ninguém disse que trata deste alerta: não há nada a retirar.",
                    "Nobody said that they see to this alert: there is nothing to take back.",
                ),
            )
        if seen is not None and event.ack.seq != seen:
            raise AlertError(
                f"Entretanto {event.ack.said_by} disse que trata de «{alert}».",
                cure="ver o que lá está, e repetir se for isso.",
                page=(
                    f"Entretanto {event.ack.said_by} disse que trata deste alerta; nada mudou.",
                    f"Meanwhile {event.ack.said_by} said that they see to this alert; nothing changed.",
                ),
            )
        db.execute(
            "INSERT INTO withdrawal (ack, at, said_by, note) VALUES (?, ?, ?, ?)",
            (event.ack.seq, _exact(datetime.now(UTC)), said_by, note),
        )


def silence(target: str, hours: int, said_by: str, note: str, path: Path | None = None) -> Silence:
    """Say that an alert (`rule:subject`) or a whole rule is not sent for so many hours. It stays in view, and what
    still stands when the silence ends is sent then. AlertError where it cannot stand.
    """
    said_by, note, path = *_signed(said_by, note), path or alerts_path()
    if not 1 <= hours <= LONGEST_H:
        raise AlertError(
            f"Um silêncio dura entre 1 e {LONGEST_H} horas.",
            cure="dar as horas; depois pode repetir-se.",
            page=(
                f"Um silêncio dura entre 1 e {LONGEST_H} horas; depois pode repetir-se.",
                f"A silence lasts between 1 and {LONGEST_H} hours; it can be repeated after that.",
            ),
        )
    now = datetime.now(UTC)
    with LEDGER.writing(path) as db:
        known = {x for e in store.events(db) for x in (e.alert, e.rule)}
        if target not in known and target not in {r.id for r in alert_rules.load()}:
            raise AlertError(
                f"Não há a regra nem o alerta «{target}».",
                cure="«python -m etl alerts list» mostra os alertas; alertas.yaml tem as regras.",
                page=("Já não há esse alerta, nem essa regra.", "There is no such alert or rule any more."),
            )
        until = now + timedelta(hours=hours)
        made = db.execute(
            "INSERT INTO silence (target, at, until, said_by, note) VALUES (?, ?, ?, ?, ?)",
            (target, _exact(now), _exact(until), said_by, note),
        )
        return Silence(int(made.lastrowid or 0), target, now, until, said_by, note)


def end_silence(number: int, said_by: str, note: str, path: Path | None = None) -> Silence:
    """End a silence (its seq) before its time; AlertError where it is over, or there is none of this number."""
    said_by, note = _signed(said_by, note)
    now = datetime.now(UTC)
    with LEDGER.writing(path or alerts_path()) as db:
        found = {s.seq: s for s in store.silences(db) if s.lasts(now)}.get(number)
        if found is None:
            raise AlertError(
                f"O silêncio {number} não está em vigor.",
                cure="«python -m etl alerts list» mostra os que estão.",
                page=("Esse silêncio já tinha terminado.", "That silence had ended already."),
            )
        db.execute(
            "INSERT INTO silence_end (silence, at, said_by, note) VALUES (?, ?, ?, ?)",
            (number, _exact(now), said_by, note),
        )
        return found


def _exact(at: datetime) -> str:
    """To the microsecond: what two people say within a second stands in the order in which they said it."""
    return at.isoformat(timespec="microseconds")


def _signed(said_by: str, note: str) -> tuple[str, str]:
    """Who says it and why, without blanks at the ends; AlertError where one of them is missing."""
    said_by, note = said_by.strip(), note.strip()
    if not 2 <= len(said_by) <= 80 or not 3 <= len(note) <= 500:
        raise AlertError(
            "Falta quem o diz, ou a nota.",
            cure="dar a entidade (2 a 80 letras) e a nota (3 a 500 letras).",
            page=(
                "Falta quem o diz (2 a 80 letras), ou a nota (3 a 500 letras); nada mudou.",
                "Who says it (2 to 80 letters) or the note (3 to 500 letters) is missing; nothing changed.",
            ),
        )
    return said_by, note


def _open(db: Connection, alerts: Sequence[str]) -> dict[str, Event]:
    """The alerts that are open, by id; AlertError where one of `alerts` is not among them."""
    last = {e.alert: e for e in store.events(db)}
    known = {a: e for a, e in last.items() if e.state in OPEN}
    if missing := [a for a in alerts if a not in known]:
        raise AlertError(
            f"O alerta «{missing[0]}» não está aberto.",
            cure=_OPEN_CURE,
            page=(
                "Um destes alertas já não está aberto; nada mudou.",
                "One of these alerts is not open any more; nothing changed.",
            ),
        )
    return known

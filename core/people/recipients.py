"""Where recipients of letters are reached: one e-mail address for a câmara, a CIM or a body, in a table of its own.

An address is of a person more often than not. It stands here and nowhere else: no record, log or error repeats it, and
what is erased is gone from the file too. It is erased by itself once nobody has asked that recipient anything for KEPT.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from core.base.errors import PeopleError
from core.base.ledger import Ledger, moment, ours
from core.base.paths import people_path
from core.people.accounts import KEPT
from core.strategy import present
from core.terms import territory

LONGEST: Final = 254  # letters of an address, RFC 5321
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS address (whom TEXT PRIMARY KEY, address TEXT NOT NULL, since TEXT NOT NULL);
""",
    (),
    "as contas",
    PeopleError,
)
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
_ONE: Final = "escrever um só, como geral@cm-exemplo.pt: sem nome, espaços, vírgulas nem acentos. Nada mudou."
_NONE: Final = "dar o DICO de uma câmara, a NUTS III de uma CIM ou AM, ou o id de uma entidade. Nada mudou."


@dataclass(frozen=True)
class Recipient:
    """Who may be written to, where, and since when we know that (UTC). `whom`: DICO, NUTS III, or id of a body."""

    whom: str
    address: str
    since: datetime


def known() -> tuple[str, ...]:
    """The ids that may have an address: câmaras, CIM and AM, bodies."""
    places = territory.load()
    regions = (r.id for r in places.at_level("nuts3", territory.VERSION))
    return (*(m.id for m in places.municipalities), *regions, *(b.id for b in present.load().bodies))


def recipients(path: Path | None = None) -> dict[str, Recipient]:
    """Who has an address, by id. For who sends; who shows them asks core.people.mailing.addresses."""
    with _LEDGER.reading(path or people_path()) as db:
        rows = [] if db is None else db.execute("SELECT whom, address, since FROM address ORDER BY whom").fetchall()
    with ours():
        return {whom: Recipient(whom, address, moment(since)) for whom, address, since in rows}


def put(given: Mapping[str, str], path: Path | None = None) -> int:
    """Give recipients their addresses, all or none, in place of those they had; how many are others than before.
    PeopleError for an unknown recipient or what is no address; it repeats no address.
    """
    there, ids = recipients(path), frozenset(known())
    made = {whom: checked(address, whom, ids) for whom, address in given.items()}
    new = {w: a for w, a in made.items() if w not in there or there[w].address != a}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if new:
        with _LEDGER.writing(path or people_path()) as db:
            for whom, address in new.items():
                db.execute("INSERT OR REPLACE INTO address VALUES (?, ?, ?)", (whom, address, now))
    return len(new)


def named(whom: str) -> str:
    """The id of a recipient as a record or an error may repeat it: what is no id could be an address in its place."""
    return whom if re.fullmatch(r"[A-Za-z0-9_:]{2,40}", whom) else "…"


def checked(address: str, whom: str, ids: frozenset[str]) -> str:
    """The address of a recipient as it is kept. A line break, a second address or a name would be more than it says."""
    if whom not in ids:
        raise PeopleError(
            f"Não há o destinatário «{named(whom)}».",
            cure=_NONE,
            page=("Não há esse destinatário; nada mudou.", "There is no such recipient; nothing changed."),
        )
    address = address.strip(" ")
    if len(address) > LONGEST or not _ADDRESS.fullmatch(address):
        raise PeopleError(
            f"O endereço de correio de {whom} não serve.",
            cure=_ONE,
            page=(
                "O endereço não serve: é um só, como geral@cm-exemplo.pt, sem nome, espaços nem acentos. Nada mudou.",
                "The address does not serve: it is one, like geral@cm-exemplo.pt, without name, blanks or accents."
                " Nothing changed.",
            ),
        )
    return address


def erase(whom: str, path: Path | None = None) -> None:
    """Erase an address, and let no trace of it in the file. PeopleError where there is none."""
    if whom not in recipients(path):
        raise PeopleError(
            "Esse destinatário não tem endereço.",
            cure="«python -m etl campaigns addresses» mostra os que têm; nada mudou.",
            page=("Esse destinatário não tem endereço; nada mudou.", "That recipient has no address."),
        )
    with _LEDGER.writing(path or people_path()) as db:
        db.execute("DELETE FROM address WHERE whom = ?", (whom,))


def sweep(asked: Mapping[str, date], today: date, path: Path | None = None) -> int:
    """Erase the addresses of whom nobody has asked anything for KEPT, and that nobody gave since. `asked`: the day of
    the last request to each recipient. Returns how many.
    """
    old = [r.whom for r in recipients(path).values() if today - max(r.since.date(), asked.get(r.whom, date.min)) > KEPT]
    if old:
        with _LEDGER.writing(path or people_path()) as db:
            db.executemany("DELETE FROM address WHERE whom = ?", [(whom,) for whom in old])
    return len(old)

"""Accounts and the roles they hold: our own mapping, read at every act.

An account is what the provider says in the claim of ENTI_OIDC_CLAIM, under a number of ours. Roles are rows that only
grow (given, taken away); names can be forgotten, and are once nobody has used the account for KEPT and it has no role.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from core.base import settings
from core.base.errors import PeopleError
from core.base.ledger import Connection, Ledger, moment, ours
from core.base.paths import people_path
from core.people.model import GIVEN, ROLES, Grant

KEPT: Final = timedelta(days=365)
LONGEST: Final = 200  # letters of an account's name
_LEDGER: Final = Ledger(
    """
CREATE TABLE IF NOT EXISTS account (
  number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, seen_at TEXT NOT NULL, entered INTEGER NOT NULL DEFAULT 0,
  left INTEGER NOT NULL DEFAULT 0, forgotten_at TEXT);
CREATE TABLE IF NOT EXISTS role (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, account INTEGER NOT NULL, role TEXT NOT NULL, whose TEXT NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)), at TEXT NOT NULL, by TEXT NOT NULL);
""",
    ("role",),
    "as contas",
    PeopleError,
)


@dataclass(frozen=True)
class Account:
    """An account with the roles it has now. `name` is None once it was forgotten; `entered`: when the provider issued
    what it last signed in with, `left`: what was issued before counts no more (seconds since 1970).
    """

    number: int
    name: str | None
    seen_at: datetime
    entered: int
    left: int
    grants: tuple[Grant, ...]

    @property
    def id(self) -> str:
        """Our number for it, as the record writes it."""
        return f"c{self.number}"


def accounts(path: Path | None = None) -> tuple[Account, ...]:
    """All accounts, in the order in which they came."""
    with _LEDGER.reading(path or people_path()) as db:
        return () if db is None else tuple(_all(db))


def of(name: str, path: Path | None = None) -> Account | None:
    """The account of this name as it is at this moment; None for one that has never been here and has no role."""
    with _LEDGER.reading(path or people_path()) as db:
        return None if db is None else next(iter(_all(db, _folded(name))), None)


def seen(name: str, issued: int, path: Path | None = None) -> Account:
    """Note that somebody signed in with this account, by claims of that second; it is made where it is new. Accounts
    that are kept no longer are forgotten.
    """
    name, now = _named(name), datetime.now(UTC)
    with _LEDGER.writing(path or people_path()) as db:
        db.execute(
            "INSERT INTO account (name, seen_at, entered) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, entered = max(entered, excluded.entered)",
            (name, now.isoformat(), issued),
        )
        _sweep(db, now)
        return _all(db, name)[0]


def leave(name: str, path: Path | None = None) -> None:
    """From now on nothing counts that was issued to this account before."""
    with _LEDGER.writing(path or people_path()) as db:
        db.execute(
            "UPDATE account SET left = max(?, entered + 1) WHERE name = ?",  # a provider's clock may stand before ours
            (int(datetime.now(UTC).timestamp()) + 1, _named(name)),
        )


def give(name: str, grant: Grant, by: str, known: Iterable[str] | None, path: Path | None = None) -> Account:
    """Give a role to an account, which may not have signed in yet. `known`: the ids that the role may be of."""
    return _said(name, grant, by, known, True, path)


def take(name: str, grant: Grant, by: str, path: Path | None = None) -> Account:
    """Take a role away; it counts from the next act on. PeopleError where the account does not have it."""
    return _said(name, grant, by, None, False, path)


def _said(name: str, grant: Grant, by: str, known: Iterable[str] | None, given: bool, path: Path | None) -> Account:
    name, now = _named(name), datetime.now(UTC).isoformat()
    if given:
        _fits(grant, known)
    with _LEDGER.writing(path or people_path()) as db:
        if given:
            db.execute("INSERT INTO account (name, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, now))
        found = next(iter(_all(db, name)), None)
        if found is None or (not given and grant not in found.grants):
            raise PeopleError(
                f"Essa conta não tem o papel {_plain(grant)}.",
                cure="«python -m etl people list» mostra quem tem o quê; nada mudou.",
                page=("Essa conta não tem esse papel; nada mudou.", "That account does not have that role."),
            )
        if given != (grant in found.grants):
            db.execute(
                "INSERT INTO role (account, role, whose, given, at, by) VALUES (?, ?, ?, ?, ?, ?)",
                (found.number, grant.role, grant.of, int(given), now, by),
            )
        return _all(db, name)[0]


def forget(name: str, by: str, path: Path | None = None) -> Account:
    """Forget an account's name, and take its roles away: the record keeps its number alone."""
    name, now = _named(name), datetime.now(UTC)
    with _LEDGER.writing(path or people_path()) as db:
        if not (found := _all(db, name)):
            raise PeopleError(
                "Não há essa conta.",
                cure="«python -m etl people list» mostra as que há; nada mudou.",
                page=("Não há essa conta; nada mudou.", "There is no such account; nothing changed."),
            )
        for grant in found[0].grants:
            db.execute(
                "INSERT INTO role (account, role, whose, given, at, by) VALUES (?, ?, ?, 0, ?, ?)",
                (found[0].number, grant.role, grant.of, now.isoformat(), by),
            )
        _forgotten(db, found[0].number, now)
        return found[0]


def sweep(path: Path | None = None) -> int:
    """Forget the accounts that are kept no longer; returns how many."""
    with _LEDGER.reading(path or people_path()) as db:
        if db is None:
            return 0
    with _LEDGER.writing(path or people_path()) as db:
        return _sweep(db, datetime.now(UTC))


def _sweep(db: Connection, now: datetime) -> int:
    old = [a for a in _all(db) if a.name is not None and not a.grants and now - a.seen_at > KEPT]
    for account in old:
        _forgotten(db, account.number, now)
    return len(old)


def _forgotten(db: Connection, number: int, now: datetime) -> None:
    db.execute("UPDATE account SET name = NULL, forgotten_at = ? WHERE number = ?", (now.isoformat(), number))


def _all(db: Connection, name: str | None = None) -> list[Account]:
    held: dict[int, dict[Grant, None]] = {}
    newer = _LEDGER.newer(db)
    for account, role, whose, given in db.execute("SELECT account, role, whose, given FROM role ORDER BY seq"):
        if newer and role not in ROLES:  # of a later version: here it lets nobody do anything
            continue
        mine = held.setdefault(account, {})
        if given:
            mine[Grant(role, whose)] = None
        else:
            mine.pop(Grant(role, whose), None)
    rows = db.execute(
        "SELECT number, name, seen_at, entered, left FROM account WHERE ? IS NULL OR name = ? ORDER BY number",
        (name, name),
    )
    with ours():
        return [Account(n, name, moment(at), i, out, tuple(held.get(n, ()))) for n, name, at, i, out in rows]


def _folded(name: str) -> str:
    """Two spellings of an address are one account; a subject of the provider is kept letter by letter."""
    name = name.strip()
    return name if settings.SignIn.now().claim == "sub" or not name.isascii() else name.lower()


def _named(name: str) -> str:
    """The name as it is kept; PeopleError for one that cannot be any."""
    folded = _folded(name)
    if not 1 <= len(folded) <= LONGEST or any(ord(c) < 32 for c in folded):
        raise PeopleError(
            f"O nome da conta tem de 1 a {LONGEST} letras, numa linha.",
            cure="dar o que o fornecedor de identidade diz dela (ENTI_OIDC_CLAIM); nada mudou.",
            page=(f"O nome da conta tem de 1 a {LONGEST} letras.", f"An account's name has 1 to {LONGEST} letters."),
        )
    return folded


def _fits(grant: Grant, known: Iterable[str] | None) -> None:
    """PeopleError for a role that is not given, or is of nobody that exists."""
    if grant.role not in GIVEN:
        raise PeopleError(
            f"Não se dá o papel «{grant.role}».",
            cure=f"dar um de: {', '.join(GIVEN)}; nada mudou.",
            page=("Esse papel não se dá; nada mudou.", "That role cannot be given; nothing changed."),
        )
    needs = ROLES[grant.role] is not None
    if needs != bool(grant.of) or (needs and known is not None and grant.of not in set(known)):
        what = "não é de ninguém em particular" if not needs else f"não pode ser de «{grant.of}»"
        raise PeopleError(
            f"O papel «{grant.role}» {what}.",
            cure="entidade: id de enti_entidades.yaml; municipio: DICO; cim: NUTS III; regiao: região da EAT; os outros"
            " de ninguém. Nada mudou.",
            page=("Esse papel não pode ser de quem se disse.", "That role cannot be of whom was named."),
        )


def _plain(grant: Grant) -> str:
    return f"«{grant.role}»" + (f" de {grant.of}" if grant.of else "")

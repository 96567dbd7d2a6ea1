"""The acts on accounts and roles, and reading the record of all acts."""

from core.base import clock
from core.base.errors import NotAllowed
from core.people import accounts, audit
from core.people.accounts import Account
from core.people.deed import done
from core.people.model import ROLES, About, Actor, Grant
from core.people.permissions import permitted
from core.people.signature import signature
from core.strategy import present
from core.terms import territory


def known(role: str) -> tuple[str, ...]:
    """The ids that a role may be of, in their order; none for a role of nobody in particular."""
    kind, places = ROLES.get(role), territory.load()
    if kind == "body":
        return tuple(b.id for b in present.load().bodies)
    if kind == "municipality":
        return tuple(m.id for m in places.municipalities)
    if kind == "community":
        return tuple(t.id for t in places.at_level("nuts3", territory.VERSION))
    return tuple(r.id for r in present.load().regions) if kind == "region" else ()


def give(actor: Actor, name: str, grant: Grant) -> Account:
    """Give a role to an account; it counts from its next act on. NotAllowed for who may not, PeopleError where the role
    cannot be given.
    """
    return done(
        actor,
        "papel_dar",
        _about(name, grant),
        lambda mine: accounts.give(name, grant, signature(actor, mine, clock.today()), known(grant.role)),
        _told,
    )


def take(actor: Actor, name: str, grant: Grant) -> Account:
    """Take a role away."""
    return done(
        actor,
        "papel_tirar",
        _about(name, grant),
        lambda mine: accounts.take(name, grant, signature(actor, mine, clock.today())),
        _told,
    )


def forget(actor: Actor, name: str) -> Account:
    """Forget the name of an account, and take its roles away."""
    return done(
        actor,
        "conta_esquecer",
        _about(name, None),
        lambda mine: accounts.forget(name, signature(actor, mine, clock.today())),
        _told,
    )


def record(actor: Actor, last: int) -> tuple[audit.Entry, ...]:
    """The last rows of the record, oldest first. NotAllowed for who may not read it; that one reads it is no act."""
    if permitted(actor, "auditoria_ler", About()) is None:
        audit.note(actor, "auditoria_ler", "recusado")
        raise NotAllowed("Esta conta não pode ler a auditoria.", page=_MAY_NOT)
    return audit.entries(last=last)


_MAY_NOT = ("Só a EATA lê a auditoria.", "Only EATA reads the record of acts.")


def _about(name: str, grant: Grant | None) -> About:
    """The record names an account by its number, and one that has none yet not at all."""
    there = accounts.of(name)
    said = f" {grant.role}{':' if grant.of else ''}{grant.of}" if grant else ""
    return About(f"{there.id if there else 'nova conta'}{said}")


def _told(after: Account) -> tuple[str, str]:
    return "", f"{after.id}: " + ", ".join(f"{g.role}:{g.of}" if g.of else g.role for g in after.grants)

"""How anything is done: looked up in the one table, noted before and after, and refused by default."""

from collections.abc import Callable
from typing import Final, TypeVar

from core.base.errors import EntiError, NotAllowed
from core.people import audit
from core.people.model import About, Actor, Grant
from core.people.permissions import permitted

R = TypeVar("R")
_REFUSED: Final = (
    "Esta conta não pode fazer isto: não tem o papel, ou não é de quem lhe pertence. Nada mudou.",
    "This account may not do this: it lacks the role, or it is not its own to do. Nothing changed.",
)


def done(
    actor: Actor, act: str, about: About, do: Callable[[Grant], R], told: Callable[[R], tuple[str, str]] | None = None
) -> R:
    """What `do` gives, where this actor may do this act; `told` says what was there before and after, for the record.

    NotAllowed where it may not: nothing was done then but note the refusal. What `do` refuses is noted too. An act
    whose record cannot be written is not done (AuditError); one that a killed process began stands as begun.
    """
    grant = permitted(actor, act, about)
    if grant is None:
        audit.note(actor, act, "recusado", subject=about.subject, role=roles(actor))
        raise NotAllowed(_REFUSED[0], where=act, cure="pedir o papel à EATA.", page=_REFUSED)
    role = f"{grant.role}:{grant.of}" if grant.of else grant.role
    audit.note(actor, act, "comecado", subject=about.subject, role=role)
    outcome, before, after = "falhou", "", ""
    try:
        result = do(grant)
        outcome = "feito"
        before, after = told(result) if told else ("", "")
    except EntiError as error:
        after = error.what
        raise
    finally:  # whatever ended it
        audit.note(actor, act, outcome, subject=about.subject, role=role, before=before, after=after)
    return result


def roles(actor: Actor) -> str:
    """The roles of who asks, as the record writes them."""
    return ",".join(f"{g.role}:{g.of}" if g.of else g.role for g in actor.grants)[:200]

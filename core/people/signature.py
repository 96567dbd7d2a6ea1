"""Under which name an act is written: a body's, never a person's."""

from datetime import date
from typing import Final

from core.people.model import Actor, Grant
from core.strategy import present
from core.strategy.asking import called

_SIGNED: Final = {
    "conselho": "Conselho Consultivo",
    "operador": "Operador da sala",
    "analista": "Analista",
    "eata": "EATA",
}
_TYPED: Final = ("servidor", "segredo")  # nobody knows who these are but by what they type


def signature(actor: Actor, grant: Grant, today: date) -> str:
    """Who says it: the body that the role was given for, or what was typed where there is no account."""
    if actor.way in _TYPED:
        return actor.name
    if grant.role in ("entidade", "municipio", "cim"):
        return called(grant.of, today)[:80]
    if grant.role == "regiao":
        return f"EAT, {next(r.name for r in present.load().regions if r.id == grant.of)}"[:80]
    return _SIGNED[grant.role]

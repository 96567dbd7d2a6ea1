"""Who acts, in which roles, and what an act concerns."""

from dataclasses import dataclass, field
from typing import Final, Literal

from core.base.typed import Text

Way = Literal["conta", "segredo", "servidor", "ecra", "ninguem"]
# Roles, and whose each is: a body of enti_entidades.yaml, a municipality (DICO), a CIM or AM (NUTS III in force), a
# region of the EAT; None where a role is of nobody in particular.
ROLES: Final[dict[str, str | None]] = {
    "leitor": None,
    "analista": None,
    "entidade": "body",
    "municipio": "municipality",
    "cim": "community",
    "regiao": "region",
    "conselho": None,
    "eata": None,
    "operador": None,
    "ecra": None,
}
GIVEN: Final = tuple(r for r in ROLES if r not in ("leitor", "ecra"))  # one is everybody's, one comes with a key
ROLE_NAMES: Final = {
    "leitor": Text(pt="Leitor", en="Reader"),
    "analista": Text(pt="Analista", en="Analyst"),
    "entidade": Text(pt="Entidade", en="Body"),
    "municipio": Text(pt="Município", en="Municipality"),
    "cim": Text(pt="CIM ou AM", en="Intermunicipal community"),
    "regiao": Text(pt="Região (EAT)", en="Region (EAT)"),
    "conselho": Text(pt="Conselho Consultivo", en="Advisory council"),
    "eata": Text(pt="EATA", en="EATA"),
    "operador": Text(pt="Operador da sala", en="Room operator"),
    "ecra": Text(pt="Ecrã", en="Display"),
}


@dataclass(frozen=True)
class Grant:
    """A role, and whose: `of` is empty for a role of nobody in particular."""

    role: str
    of: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts at this moment. `account`: our number for it, which the record keeps; `way`: how we know who it is;
    `origin`: the network address that asks; `grants`: what our own mapping gives at this moment.
    """

    account: str = ""
    way: Way = "ninguem"
    origin: str = ""
    grants: tuple[Grant, ...] = ()
    name: str = ""  # as the provider says it, for the screen alone


@dataclass(frozen=True)
class About:
    """What an act concerns. `owners`: the bodies that answer for it today; `places`: whose figures or projects they
    are; `regions`: of the EAT.
    """

    subject: str = ""
    owners: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)


NOBODY: Final = Actor()

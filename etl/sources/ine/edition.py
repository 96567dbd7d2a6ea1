"""In which version of NUTS an INE answer is written. One code may mean another region in another version.

`11`, `16`, `111` or `181` stand in all of them, so a body of another version would be filed half under our regions and
half under none. It is refused instead, told by what it says of itself (its title) or by codes that only the other has.
"""

import re
from collections.abc import Iterable
from typing import Final

from core.base.errors import SourceShapeChanged
from core.terms.territory import VERSIONS, Territories

# NUTS III of 2002 that 2013 has no more (Regulamento (CE) n.º 1059/2003; Regulamento (UE) n.º 868/2014).
_ONLY_2002: Final = re.compile(r"11[3-8]|16[1-9AC]|17[12]|18[23]")
_TITLE: Final = re.compile(r"NUTS\s*-?\s*(20\d\d)")


def refuse_other(version: str | None, title: str, codes: Iterable[str], territories: Territories, where: str) -> None:
    """Raises SourceShapeChanged where `title` or `codes` speak of another version of NUTS than the asked one.

    Without an asked version there is nothing to compare: such a query is of the country alone.
    """
    if version is None:
        return
    named = set(_TITLE.findall(title))
    if named and version not in named:
        raise _other(version, f"o título diz NUTS {' e '.join(sorted(named))}", where)
    foreign = {code: found for code in set(codes) if (found := _only_in(code, version, territories))}
    if foreign:
        # One code of 2002 alone settles it: the others stand in later versions too.
        edition = min(foreign.values())
        listed = ", ".join(sorted(foreign)[:5])
        raise _other(version, f"{len(foreign)} códigos são de outra, NUTS {edition} ({listed})", where)


def _other(version: str, why: str, where: str) -> SourceShapeChanged:
    return SourceShapeChanged(
        f"Pediu-se NUTS {version} e a resposta vem noutra versão: {why}.",
        where=where,
        cure="corrigir nuts e varcd em indicators.yaml: cada versão é uma série sua.",
    )


def _only_in(code: str, version: str, territories: Territories) -> str | None:
    """The other version that a code belongs to; None for one of ours, and for one that nobody knows."""
    region, dico = (code[:3], code[3:]) if len(code) == 7 else (code, None)
    if len(region) > 3 or (dico is not None and dico not in territories):
        return None

    def fits(other: str) -> bool:
        own = f"{other}:{region}"
        return own in territories if dico is None else territories[dico].parents.get(other) == own

    if fits(version):
        return None
    if other := next((v for v in VERSIONS if v != version and fits(v)), None):
        return other
    return "2002" if _ONLY_2002.fullmatch(region) else None

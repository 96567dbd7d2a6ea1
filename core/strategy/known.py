"""The ids that an entry of the ledger may name."""

from core.catalogue import catalogue
from core.strategy import present, proposals, strategy
from core.terms import territory


def ids() -> dict[str, set[str]]:
    """Actions (`acao`), `recommendations`, `domains` (the blocks of Table 2 among them), `structures`, `territories`
    (municípios by DICO, NUTS III of the version in force), `indicators`, `bodies` and `regions` (of the EAT), both of
    enti_entidades.yaml, `holders`, the owners of figures that the catalogue names, and under `part:<part>` what may be
    proposed of which entry.
    """
    plan, places, book = strategy.load(), territory.load(), catalogue.load()
    regions = {t.id for t in places.at_level("nuts3", territory.VERSION)}
    return {
        "acao": plan.ids("actions"),
        "recommendations": plan.ids("recommendations"),
        "domains": {*plan.ids("domains"), *plan.ids("transversal")},
        "structures": plan.ids("structures"),
        "territories": {m.id for m in places.municipalities} | regions,
        "indicators": {i.id for i in book.shown},
        "bodies": {b.id for b in present.load().bodies},
        "regions": {r.id for r in present.load().regions},
        "holders": {i.source_state.owner for i in book.shown},
        **{f"part:{part}": found for part, found in proposals.places(plan).items()},
    }

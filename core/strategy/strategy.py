"""The strategy: enti.yaml (the law's own words) and enti_ligacoes.yaml (our reading of them), typed and checked.

`load()` returns a `Strategy`, `load_links()` the `Links`; every mistake is a `StrategyError` naming file, entry and
cure. The two files are kept apart so that nobody takes our reading for the text that was approved.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from core.base.errors import StrategyError
from core.base.nested import text_of
from core.base.paths import LINKS, STRATEGY
from core.base.typed import Strict, read
from core.catalogue import catalogue
from core.strategy.model import (
    Action,
    Area,
    Entity,
    FundingSource,
    Initiative,
    Link,
    Numbered,
    Passage,
    Recommendation,
    Report,
    Structure,
    Unlinked,
    quoted_text,
)
from core.terms import enti

_M = TypeVar("_M", bound=BaseModel)

COUNTS = {
    "objectives": enti.OBJECTIVES,
    "domains": enti.DOMAINS,
    "initiatives": enti.INITIATIVES,
    "recommendations": enti.RECOMMENDATIONS,
    "actions": enti.ACTIONS,
}


class Strategy(Strict):
    """The whole of enti.yaml."""

    title: str = quoted_text()
    resolution: Passage
    vision: Passage
    principles: tuple[Passage, ...]
    premises: tuple[Numbered, ...]
    objectives: tuple[Numbered, ...]
    sdg_link: Passage
    sdgs: tuple[Numbered, ...] = Field(min_length=1)
    domains: tuple[Area, ...]
    transversal: tuple[Area, ...]
    catalysts: tuple[Area, ...]
    entities: tuple[Entity, ...]
    funding_sources: tuple[FundingSource, ...]
    initiatives: tuple[Initiative, ...]
    recommendations: tuple[Recommendation, ...]
    actions: tuple[Action, ...]
    structures: tuple[Structure, ...]
    reports: tuple[Report, ...]
    provisions: tuple[Passage, ...]

    @model_validator(mode="after")
    def _whole(self) -> "Strategy":
        for name, count in COUNTS.items():
            entries = getattr(self, name)
            if len(entries) != count:
                raise ValueError(f"{name}: a Estratégia tem {count}, o ficheiro {len(entries)}")
            if [getattr(e, "number", n) for n, e in enumerate(entries, 1)] != list(range(1, count + 1)):
                raise ValueError(f"{name}: os números não vão de 1 a {count}, por ordem")
        if strange := [str(g.number) for g in self.sdgs if f"o ODS {g.number} ({g.text})" not in self.sdg_link.text]:
            raise ValueError(f"sdgs: sdg_link não nomeia os ODS {', '.join(strange)}")
        ids = [e.id for e in _entries(self)]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids repetidos: {', '.join(repeated)}")
        if idle := sorted({i.id for i in self.initiatives} - {a.initiative for a in self.actions}):
            raise ValueError(f"iniciativas sem ações: {', '.join(idle)}")
        entities, areas = self.ids("entities"), self.ids("domains", "transversal")
        for item in self.initiatives:
            _known(item.id, "catalyst", [item.catalyst], self.ids("catalysts"))
            _known(item.id, "objectives", item.objectives, self.ids("objectives"))
            _known(item.id, "entities", item.entities.entities, entities)
        for rec in self.recommendations:
            _known(rec.id, "area", [rec.area], areas)
        for act in self.actions:
            _known(act.id, "initiative", [act.initiative], self.ids("initiatives"))
            _known(act.id, "responsible", act.responsible.entities, entities)
            _known(act.id, "partners", act.partners.entities, entities)
            _known(act.id, "funding", act.funding.sources, self.ids("funding_sources"))
        for report in self.reports:
            _known(report.id, "by/to", [i for i in (report.by, report.to) if i], self.ids("structures"))
        return self

    def ids(self, *names: str) -> set[str]:
        """Ids of the entries of these lists (`objectives`, `initiatives`, …)."""
        return {e.id for name in names for e in getattr(self, name)}

    def actions_of(self, initiative_id: str) -> tuple[Action, ...]:
        """Rows of the action plan of one initiative, in the order of the plan."""
        return tuple(a for a in self.actions if a.initiative == initiative_id)


class Links(Strict):
    """The whole of enti_ligacoes.yaml: indicator → recommendation, initiative, objective; recommendation → the last
    two.

    Initiative → objective is no link of ours: Table 1 has it (`Initiative.objectives`).
    """

    links: tuple[Link, ...] = Field(alias="ligacoes")
    unlinked: tuple[Unlinked, ...] = Field((), alias="sem_ligacao")

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> "Links":
        strategy, indicators = info.context["strategy"], info.context["indicators"]  # type: ignore[index]
        ours, recs = strategy.ids("initiatives", "objectives"), strategy.ids("recommendations")
        pairs = [(k.source, k.target) for k in self.links]
        if twice := sorted({f"{a} → {b}" for a, b in pairs if pairs.count((a, b)) > 1}):
            raise ValueError(f"ligações repetidas: {', '.join(twice)}")
        for source, target in pairs:
            _known(f"{source} → {target}", "source", [source], indicators | recs)
            _known(f"{source} → {target}", "target", [target], ours | recs if source in indicators else ours)
        alone = [u.id for u in self.unlinked]
        _known("sem_ligacao", "id", alone, indicators | recs)
        enough = {a for a, b in pairs if a in recs or not b.startswith("objetivo_")}
        if both := sorted(enough & set(alone)):
            raise ValueError(f"com ligação e em sem_ligacao: {', '.join(both)}")
        if missing := sorted((indicators | recs) - enough - set(alone)):
            raise ValueError(f"sem recomendação ou iniciativa, nem em sem_ligacao: {', '.join(missing)}")
        return self

    def of(self, entry_id: str) -> tuple[Link, ...]:
        """Links from or to this id."""
        return tuple(k for k in self.links if entry_id in (k.source, k.target))


def _known(owner: str, field: str, ids: Any, known: set[str]) -> None:
    if unknown := sorted(set(ids) - known):
        raise ValueError(f"{owner}: {field} refere o que não existe: {', '.join(unknown)}")


def _entries(model: Any) -> Iterator[Any]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield from (e for e in (value if isinstance(value, tuple) else [value]) if hasattr(e, "id"))


def quotes(model: BaseModel, ref: str = "", where: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text quoted from the strategy, as (place in the file, reference, text)."""
    ref, where = getattr(model, "ref", ref), getattr(model, "id", where)
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        extra = field.json_schema_extra
        for part in value if isinstance(value, tuple) else [value]:
            if isinstance(part, BaseModel):
                yield from quotes(part, ref, where or name)
            elif part is not None and isinstance(extra, dict) and extra.get("quoted"):
                yield f"{where} › {name}", ref, part


def _parse(model: type[_M], text: str, name: str, context: dict[str, Any] | None = None) -> _M:
    return read(
        model,
        text,
        name=name,
        what="na Estratégia",
        error=StrategyError,
        cure="o texto citado não se altera, compara-se com o da Estratégia.",
        context=context,
    )


def parse(text: str, *, name: str = "enti.yaml") -> Strategy:
    """Strategy from YAML text; StrategyError listing every broken rule with its place."""
    return _parse(Strategy, text, name)


def parse_links(
    text: str, strategy: Strategy, indicators: frozenset[str], *, name: str = "enti_ligacoes.yaml"
) -> Links:
    """Links from YAML text, checked against the strategy and the ids of the indicators."""
    return _parse(Links, text, name, {"strategy": strategy, "indicators": indicators})


def _text(path: Path) -> str:
    return text_of(
        path, StrategyError, what="Um ficheiro da Estratégia não se lê.", cure=f"repor {path.name} a partir do git."
    )


@lru_cache(maxsize=8)
def _load(path: Path, stamp: tuple[int, int]) -> Strategy:
    return parse(_text(path), name=path.name)


def stamp(path: Path) -> tuple[int, int]:
    """When a file was written and how long it is, to know it again; raises StrategyError where it is missing."""
    try:
        stat = path.stat()
    except OSError as error:
        raise StrategyError(
            "Falta um ficheiro da Estratégia.", where=str(path), cure=f"repor {path.name} a partir do git."
        ) from error
    return stat.st_mtime_ns, stat.st_size


def load(path: Path | None = None) -> Strategy:
    """The strategy, read again whenever the file changes."""
    path = path or STRATEGY
    return _load(path, stamp(path))


def load_links(path: Path | None = None) -> Links:
    """Our links, checked against the strategy and the catalogue of this project."""
    path = path or LINKS
    stamp(path)
    indicators = frozenset(i.id for i in catalogue.load().indicators)
    return parse_links(_text(path), load(), indicators, name=path.name)

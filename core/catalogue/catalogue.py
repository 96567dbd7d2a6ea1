"""The catalogue: indicators.yaml, typed and checked. The one place that knows its shape.

`load()` returns a `Catalogue`; every mistake in the file is a `CatalogueError` naming file, row and cure.
`python -m etl schema` writes the JSON Schema that editors use.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field, model_validator

from core.base.errors import CatalogueError
from core.base.paths import CATALOGUE
from core.base.typed import Id, Strict, Text, read
from core.catalogue.model import (
    Aggregation,
    Bounds,
    Coverage,
    Direction,
    GoalSpec,
    Level,
    NotAggregated,
    Periodicity,
    Ratio,
    Release,
    Series,
    Source,
    SourceState,
    Sum,
    WeightedMean,
)
from core.catalogue.queries import Query
from core.catalogue.sources import REGISTRY, models, organisations
from core.terms.enti import ROWS

__all__ = [
    "Aggregation",
    "Bounds",
    "Catalogue",
    "Coverage",
    "Direction",
    "Domain",
    "Indicator",
    "Level",
    "Measured",
    "NotAggregated",
    "Periodicity",
    "Query",
    "Ratio",
    "Release",
    "Series",
    "Source",
    "SourceState",
    "Sum",
    "Support",
    "WeightedMean",
    "json_schema",
    "load",
    "parse",
]


if TYPE_CHECKING:
    _AnyQuery = Query
else:  # one of the models that the sources declare
    _AnyQuery = Annotated[Union[models()], Field(discriminator="source")]  # noqa: UP007, of a tuple made at run time


class Measured(Strict):
    """What every series of figures has, be it a row of Table 3 or a denominator."""

    id: Id
    name: Text
    unit: Text
    decimals: int = Field(ge=0, le=4)
    periodicity: Periodicity
    finest_level: Level
    aggregation: Aggregation
    bounds: Bounds
    provider: Id
    coverage: Coverage = "portugal"
    release: Release | None = None
    series: tuple[Series, ...] = (Series(id="total", name=Text(pt="Total", en="Total"), default=True),)
    queries: tuple[_AnyQuery, ...] = ()

    @model_validator(mode="after")
    def _series_agree(self) -> "Measured":
        ids = [s.id for s in self.series]
        if len(set(ids)) != len(ids):
            raise ValueError("há duas séries com o mesmo id")
        if sum(s.default for s in self.series) != 1:
            raise ValueError("exatamente uma série tem de ter «default: true»")
        if unknown := {s.successor for s in self.series} - {None, *ids}:
            raise ValueError(f"successor refere séries que não existem: {', '.join(sorted(map(str, unknown)))}")
        for query in self.queries:
            if query.series not in ids:
                raise ValueError(f"a consulta refere a série «{query.series}», que não está em «series»")
        return self

    @property
    def default_series(self) -> Series:
        """The series shown first."""
        return next(s for s in self.series if s.default)

    @property
    def keyed(self) -> dict[str, Any]:
        """Queries by `indicator/series/source/n`, in the order in which one goes before another.

        `n` counts the queries of one source and series. The key names a query in runs, checks and gaps.
        """
        found: dict[str, Any] = {}
        for query in self.queries:
            query = query.of_item(self.id)
            stem = f"{self.id}/{query.series}/{query.source}"
            found[f"{stem}/{sum(k.startswith(stem + '/') for k in found)}"] = query
        return found

    def get_series(self, series_id: str) -> Series:
        """The series of this id; KeyError if there is none."""
        for series in self.series:
            if series.id == series_id:
                return series
        raise KeyError(series_id)

    def rule_for(self, series_id: str) -> Aggregation:
        """The NUTS rule of a series (its own, or the indicator's)."""
        return self.get_series(series_id).aggregation or self.aggregation

    def unit_for(self, series_id: str, lang: str) -> str:
        """Unit of a series in `lang`."""
        return (self.get_series(series_id).unit or self.unit).get(lang)


class Indicator(Measured):
    """One row of Table 3, with the strategy's own wording."""

    row: int = Field(ge=1, le=ROWS)
    domain: str
    indicator: str
    sub_indicator: str
    description: str
    table3_source: str
    direction: Direction
    source_state: SourceState
    targets: tuple[GoalSpec, ...] = ()
    judged: dict[Level, Id] = {}  # noqa: RUF012, frozen; series whose trend counts at a level, where it is not the one shown first
    notes: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _judged_exist(self) -> "Indicator":
        if unknown := {*self.judged.values()} - {s.id for s in self.series}:
            raise ValueError(f"judged refere séries que não existem: {', '.join(sorted(unknown))}")
        return self


class Support(Measured):
    """A numerator or denominator; not a row of Table 3, never shown as one."""


class Domain(Strict):
    """One of the six domains of the strategy."""

    name: str
    en: str
    slug: Id


class Catalogue(Strict):
    """The whole of indicators.yaml."""

    strategy: str
    domains: tuple[Domain, ...]
    sources: dict[Id, Source]  # those of the file and those that declare themselves
    support: tuple[Support, ...]
    indicators: tuple[Indicator, ...]

    @model_validator(mode="before")
    @classmethod
    def _with_declared_sources(cls, raw: Any) -> Any:
        given, declared = raw.get("sources", {}) if isinstance(raw, dict) else None, organisations()
        if not isinstance(given, dict):
            return raw  # what stands there is no list of sources: said below, with its place
        if twice := sorted(set(given) & set(declared)):
            raise ValueError(f"fontes que já se declaram em etl/sources: {', '.join(twice)}")
        return raw | {"sources": declared | given}

    @model_validator(mode="after")
    def _whole(self) -> "Catalogue":
        rows = sorted(i.row for i in self.indicators)
        if rows != list(range(1, ROWS + 1)):
            missing = sorted(set(range(1, ROWS + 1)) - set(rows))
            twice = sorted({r for r in rows if rows.count(r) > 1})
            raise ValueError(f"a Tabela 3 tem {ROWS} linhas: faltam {missing}, repetidas {twice}")
        ids = [m.id for m in self.measured]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids repetidos: {', '.join(repeated)}")
        domains = {d.name for d in self.domains}
        if unknown := sorted({i.domain for i in self.indicators} - domains):
            raise ValueError(f"domínios fora da lista: {', '.join(unknown)}")
        ways = {*REGISTRY.all, *(r.id for r in REGISTRY.refused)}
        if unknown := sorted(k for k, s in self.sources.items() if s.connector not in ways):
            raise ValueError(f"fontes com um connector que não há: {', '.join(unknown)}; há {', '.join(sorted(ways))}")
        for item in self.measured:
            self._references_hold(item)
        return self

    def _references_hold(self, item: Measured) -> None:
        known = {s.id for s in self.support} | {"area_km2"}
        if item.provider not in self.sources:
            raise ValueError(f"{item.id}: fornecedor «{item.provider}» não está em «sources»")
        rules: Iterable[Any] = [item.rule_for(s.id) for s in item.series] + list(item.queries)
        for rule in rules:
            for role in ("numerator", "denominator"):
                name = getattr(rule, role, None)
                if name is not None and name not in known:
                    raise ValueError(f"{item.id}: {role} «{name}» não está em «support»")

    def headings(self, lang: str) -> dict[str, str]:
        """Name of the domain of each row, by id."""
        names = {d.name: d.name if lang == "pt" else d.en for d in self.domains}
        return {i.id: names[i.domain] for i in self.indicators}

    @property
    def measured(self) -> Iterator[Measured]:
        """Support series first (others are made from them), then the rows of Table 3 in order."""
        yield from self.support
        yield from sorted(self.indicators, key=lambda i: i.row)

    def __getitem__(self, indicator_id: str) -> Measured:
        for item in self.measured:
            if item.id == indicator_id:
                return item
        raise KeyError(indicator_id)

    def indicator(self, indicator_id: str) -> Indicator:
        """The row of Table 3 with this id; KeyError for unknown ids and for support series."""
        item = self[indicator_id]
        if not isinstance(item, Indicator):
            raise KeyError(indicator_id)
        return item

    def __contains__(self, indicator_id: object) -> bool:
        return any(m.id == indicator_id for m in self.measured)


def _row(block: Mapping[str, Any]) -> str:
    row = f", linha {block['row']} da Tabela 3" if "row" in block else ""
    return f"«{block.get('id', '?')}»{row}"


def parse(text: str, *, name: str = "indicators.yaml") -> Catalogue:
    """Catalogue from YAML text.

    Raises CatalogueError listing every broken rule with its place, and how to mend it.
    """
    return read(
        Catalogue,
        text,
        name=name,
        what="no catálogo",
        error=CatalogueError,
        cure="«python -m etl schema» escreve o esquema que os editores usam.",
        leave="shared",  # YAML anchors live there
        entry=_row,
    )


@lru_cache(maxsize=8)
def _load(path: Path, stamp: tuple[int, int]) -> Catalogue:
    return parse(path.read_text(encoding="utf-8"), name=path.name)


def load(path: Path | None = None) -> Catalogue:
    """The catalogue of this project, read again whenever the file changes."""
    path = path or CATALOGUE
    try:
        stat = path.stat()
    except OSError as error:
        raise CatalogueError(
            "Falta o catálogo de indicadores.", where=str(path), cure="repor indicators.yaml a partir do git."
        ) from error
    return _load(path, (stat.st_mtime_ns, stat.st_size))


def json_schema() -> dict[str, Any]:
    """JSON Schema of indicators.yaml, for editors."""
    schema = Catalogue.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "ENTI: catálogo de indicadores"
    schema["properties"]["shared"] = {"description": "Âncoras YAML partilhadas; não é lido."}
    return schema

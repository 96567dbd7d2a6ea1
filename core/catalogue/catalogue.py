"""The catalogue: indicators.yaml, typed and checked, and the further indicators beside its 48 rows.

`load()` returns a `Catalogue`; every mistake in the file is a `CatalogueError` naming file, row and cure. A further
indicator that is wrong is refused and the rest stands (core.catalogue.further).
`python -m etl schema` writes the JSON Schema that editors use.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic import model_validator

from core.base.errors import CatalogueError
from core.base.nested import text_of
from core.base.paths import CATALOGUE
from core.base.typed import Id, Strict, Text, read
from core.catalogue.further import Files, Stamp
from core.catalogue.indicator import AREA, Further, Indicator, Measured, Neighbour, Row, Support
from core.catalogue.model import (
    Aggregation,
    Bounds,
    Coverage,
    Direction,
    Level,
    NotAggregated,
    Parts,
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
from core.catalogue.sources import REGISTRY, organisations
from core.terms.enti import ROWS

__all__ = [
    "Aggregation",
    "Bounds",
    "Catalogue",
    "Coverage",
    "Direction",
    "Domain",
    "Further",
    "Indicator",
    "Level",
    "Measured",
    "Neighbour",
    "NotAggregated",
    "Parts",
    "Periodicity",
    "Query",
    "Ratio",
    "Release",
    "Row",
    "Series",
    "Source",
    "SourceState",
    "Sum",
    "Support",
    "WeightedMean",
    "further_schema",
    "json_schema",
    "load",
    "parse",
]


BEYOND: Final = Text(pt="Fora da Tabela 3", en="Beyond Table 3")


class Domain(Strict):
    """One of the six domains of the strategy."""

    name: str
    en: str
    slug: Id


class Catalogue(Strict):
    """The whole of indicators.yaml: `indicators` are the 48 rows of Table 3, closed. `further`, of other files: those
    beyond it, never counted among them.
    """

    strategy: str
    domains: tuple[Domain, ...]
    sources: dict[Id, Source]  # those of the file and those that declare themselves
    support: tuple[Support, ...]
    context: tuple[Neighbour, ...] = ()
    indicators: tuple[Row, ...]
    further: tuple[Further, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_declared_sources(cls, raw: Any) -> Any:
        given = raw.get("sources", {}) if isinstance(raw, dict) else None
        if not isinstance(given, dict):
            return raw  # what stands there is no list of sources: said below, with its place
        for id_ in sorted(set(given) & set(REGISTRY.all)):  # it costs the folder, and nobody else his figures
            why = f"o id «{id_}» já é de uma organização de indicators.yaml"
            REGISTRY.refuse(id_, f"etl/sources/{id_}/query.py", why)
        if "further" in raw:
            raise ValueError("further não existe: o que está fora da Tabela 3 é um ficheiro em indicadores/")
        return raw | {"sources": organisations() | given}

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
        ways = {*REGISTRY.all, *REGISTRY.unread}
        if unknown := sorted(k for k, s in self.sources.items() if s.connector not in ways):
            raise ValueError(f"fontes com um connector que não há: {', '.join(unknown)}; há {', '.join(sorted(ways))}")
        for item in self.measured:
            self._references_hold(item)
        rows_by_id = {i.id for i in self.indicators}
        for item in self.context:
            if unknown := sorted(set(item.beside) - rows_by_id):
                raise ValueError(f"{item.id}: beside nomeia indicadores que não existem: {', '.join(unknown)}")
        return self

    def admits(self, item: Further) -> None:
        """ValueError saying why a further indicator cannot stand beside these."""
        if item.id in self:
            taken = self[item.id]
            whose = f"da linha {taken.row} da Tabela 3" if isinstance(taken, Row) else "de «support» ou de «context»"
            raise ValueError(f"o id «{item.id}» já é {whose}")
        if item.domain not in (names := [d.name for d in self.domains]):
            raise ValueError(f"não há o domínio «{item.domain}»; há {', '.join(names)}")
        self._references_hold(item)

    def _references_hold(self, item: Measured) -> None:
        known = {s.id for s in self.support} | {AREA}
        if item.provider not in self.sources:
            raise ValueError(f"{item.id}: fornecedor «{item.provider}» não está em «sources»")
        rules: Iterable[Any] = [item.rule_for(s.id) for s in item.series] + list(item.queries)
        for rule in rules:
            for role in ("numerator", "denominator"):
                name = getattr(rule, role, None)
                if name is not None and name not in known:
                    raise ValueError(f"{item.id}: {role} «{name}» não está em «support»")

    def headings(self, lang: str) -> dict[str, str]:
        """Under what an indicator stands in a list, by id: the domain of a row, or that it is beyond Table 3."""
        names = {d.name: d.name if lang == "pt" else d.en for d in self.domains}
        beyond = BEYOND.get(lang)
        return {i.id: names[i.domain] if isinstance(i, Row) else f"{beyond} · {names[i.domain]}" for i in self.shown}

    @property
    def shown(self) -> tuple[Indicator, ...]:
        """What may be looked at: the rows of Table 3 in order, then the further ones. Who counts asks `indicators`."""
        return tuple(sorted((*self.indicators, *self.further), key=lambda i: i.place))

    def beside(self, indicator_id: str) -> tuple[Neighbour, ...]:
        """What stands beside an indicator."""
        return tuple(n for n in self.context if indicator_id in n.beside)

    @property
    def measured(self) -> Iterator[Measured]:
        """Support series first (others are made from them), then what stands beside, then what is shown."""
        yield from self.support
        yield from self.context
        yield from self.shown

    def __getitem__(self, indicator_id: str) -> Measured:
        for item in self.measured:
            if item.id == indicator_id:
                return item
        raise KeyError(indicator_id)

    def indicator(self, indicator_id: str) -> Indicator:
        """The row of Table 3, or the further one, with this id; KeyError for unknown ids and for support series."""
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
    text = text_of(path, CatalogueError, what="O catálogo não se lê.", cure=f"repor {path.name} a partir do git.")
    return parse(text, name=path.name)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError as error:
        raise CatalogueError(
            "Falta o catálogo de indicadores.", where=str(path), cure="repor indicators.yaml a partir do git."
        ) from error
    return stat.st_mtime_ns, stat.st_size


def table3(path: Path | None = None) -> Catalogue:
    """What indicators.yaml says, without further indicators; read again whenever it changes."""
    path = path or CATALOGUE
    return _load(path, _stamp(path))


FURTHER: Final = Files(lambda item: table3().admits(item))


@lru_cache(maxsize=8)
def _whole(path: Path, stamp: Stamp) -> Catalogue:
    return table3(path).model_copy(update={"further": tuple(f.item for f in FURTHER.all.values())})


def load(path: Path | None = None) -> Catalogue:
    """The catalogue of this project with its further indicators, read again whenever a file of them changes; of
    another `path`, what that file says.
    """
    return table3(path) if path else _whole(CATALOGUE, FURTHER.now(_stamp(CATALOGUE)))


def json_schema() -> dict[str, Any]:
    """JSON Schema of indicators.yaml, for editors."""
    schema = Catalogue.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "ENTI: catálogo de indicadores"
    del schema["properties"]["further"], schema["$defs"]["Further"]  # files of their own
    schema["properties"]["shared"] = {"description": "Âncoras YAML partilhadas; não é lido."}
    return schema


def further_schema() -> dict[str, Any]:
    """JSON Schema of a file of indicadores/, for editors."""
    schema = Further.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "ENTI: indicador fora da Tabela 3"
    return schema


# What editors read beside the project's own YAML: file at the root -> its schema.
SCHEMAS: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "indicators.schema.json": json_schema,
    "indicador.schema.json": further_schema,
}

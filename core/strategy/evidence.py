"""What public pages say of the execution, embedded with the project (data/snapshot/execution) and read like enti.yaml.

`load()` returns a `Public`. Every row is checked against the strategy, the territories and the catalogue; whatever is
wrong is one StrategyError that names file, row and cure, and nothing is half loaded. Nothing here is a state of an
action: that is said by its owner (core.strategy.execution).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

from pydantic import Field, ValidationError

from core.base import sums, tables
from core.base.errors import StrategyError
from core.base.paths import EVIDENCE
from core.base.typed import Strict, Text, faults, read
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue
from core.strategy import strategy
from core.strategy.evidence_model import (
    STRENGTHS,
    SUCCESSION,
    DocumentTarget,
    Evidence,
    GovernanceEvent,
    PublicProject,
    Sourced,
)
from core.strategy.strategy import Strategy
from core.terms import territory
from core.terms.period import parse as period
from core.terms.territory import VERSION, Territories

FILES: Final[dict[str, type[Sourced]]] = {
    "evidence": Evidence,
    "projects": PublicProject,
    "events": GovernanceEvent,
    "targets": DocumentTarget,
}
WHOLE: Final = "estrategia"  # what a row is about when it is the strategy itself
FOUND: Final = (*STRENGTHS, SUCCESSION, "nothing")  # the best that there is on an action, strongest first
_CURE: Final = "corrigir essas linhas ou repor data/snapshot/execution/ do git; nada foi carregado."
_SHOWN: Final = 10
_R = TypeVar("_R", bound=Sourced)


class Caveat(Strict):
    """What a reader must know, and of which files."""

    about: tuple[Literal["evidence", "projects", "events", "targets"], ...] = Field(min_length=1)
    text: Text


class About(Strict):
    """The whole of execution.yaml. `reread`: how many rows of a file were opened a second time."""

    compiled: date
    source: Text
    licence: Text
    reread: dict[Literal["evidence", "targets"], int]
    caveats: tuple[Caveat, ...] = Field(min_length=1)
    not_found: tuple[Text, ...]


@dataclass(frozen=True)
class Tally:
    """How many actions have what as their best: FOUND."""

    counts: dict[str, int]

    @property
    def some(self) -> int:
        """Actions with any evidence, a hint included."""
        return sum(self.counts[s] for s in STRENGTHS)

    @property
    def none(self) -> int:
        """Actions without any: those with nothing, and those of which only the body changed."""
        return self.counts[SUCCESSION] + self.counts["nothing"]


@dataclass(frozen=True)
class Public:
    """All four files, in their order, and what is said of them."""

    about: About
    evidence: tuple[Evidence, ...]
    projects: tuple[PublicProject, ...]
    events: tuple[GovernanceEvent, ...]
    targets: tuple[DocumentTarget, ...]

    def of(self, entry_id: str) -> tuple[Evidence, ...]:
        """Evidence about an entry of the strategy, oldest first, undated last; without successions."""
        mine = [e for e in self.evidence if e.about == entry_id and e.kind != SUCCESSION]
        return tuple(sorted(mine, key=lambda e: e.when))

    def by(self, day: date) -> "Public":
        """The same on a day: nothing that is dated later. What has no date stays, and says that it has none."""
        return replace(
            self,
            evidence=tuple(x for x in self.evidence if x.begun <= day),
            projects=tuple(x for x in self.projects if x.begun <= day),
            events=tuple(x for x in self.events if x.begun <= day),
        )

    def successions(self, entry_id: str) -> tuple[Evidence, ...]:
        """Changes of the body that answers for an entry: no evidence of it."""
        return tuple(e for e in self.evidence if e.about == entry_id and e.kind == SUCCESSION)

    def best(self, entry_id: str) -> str:
        """The strongest that there is on an entry: one of FOUND."""
        there = {e.strength or SUCCESSION for e in self.evidence if e.about == entry_id}
        return next((s for s in FOUND if s in there), "nothing")

    def tally(self, action_ids: Iterable[str]) -> Tally:
        """Counts over some actions."""
        counts = Counter(self.best(a) for a in action_ids)
        return Tally({s: counts[s] for s in FOUND})

    def caveats(self, file: str) -> tuple[Text, ...]:
        """What a reader of one of FILES must know."""
        return tuple(c.text for c in self.about.caveats if file in c.about)

    def counted(self) -> tuple[PublicProject, ...]:
        """Projects, each once: rows that tell of another row's project are left out. At most so many: some may be the
        same (`maybe_same`).
        """
        return tuple(p for p in self.projects if p.same_as is None)

    def targets_of(self, indicator_id: str) -> tuple[DocumentTarget, ...]:
        """What documents say of targets of an indicator."""
        return tuple(x for x in self.targets if x.indicator == indicator_id)


def parse(
    about: str, files: dict[str, str], whole: Strategy, places: Territories, known: Catalogue, *, name: str = ""
) -> Public:
    """The four files (by FILES) from their texts; StrategyError listing every row that cannot stand."""
    described = read(
        About,
        about,
        name=f"{name}execution.yaml",
        what="na descrição da prova pública",
        error=StrategyError,
        cure=_CURE,
    )
    wrong: list[str] = []
    got: dict[str, list[tuple[int, Any]]] = {f: _rows(model, files[f], f, wrong) for f, model in FILES.items()}
    wrong += _evidence(got["evidence"], whole)
    wrong += _projects(got["projects"], whole, places)
    wrong += _targets(got["targets"], known)
    wrong += _future(got, described.compiled)
    for file, count in described.reread.items():
        if not 0 <= count <= len(got[file]):
            wrong.append(f"execution.yaml: reread de {file} é {count}, e há {len(got[file])} linhas")
    if wrong:
        more = f" (e mais {len(wrong) - _SHOWN})" if len(wrong) > _SHOWN else ""
        raise StrategyError(
            f"A prova pública tem {len(wrong)} erro(s): {'; '.join(wrong[:_SHOWN])}{more}.", where=name, cure=_CURE
        )
    return Public(described, *(tuple(row for _, row in got[file]) for file in FILES))


def _rows(model: type[_R], text: str, file: str, wrong: list[str]) -> list[tuple[int, _R]]:
    """Rows with the number of their line; what is wrong goes to `wrong`."""
    found = []
    try:
        table = tables.table(text, name=f"{file}.csv", error=StrategyError, delimiter=",")
        if table.header != model.HEADER:
            wrong.append(f"{file}.csv: as colunas são {','.join(table.header)[:200]}; usar {','.join(model.HEADER)}")
            return []
        for _, line, cells in table.rows:
            place = f"{file}.csv, linha {line}"
            if len(cells) != len(model.HEADER):
                wrong.append(f"{place}: não tem {len(model.HEADER)} células; uma vírgula num texto precisa de aspas")
                continue
            try:
                found.append((line, model.model_validate(dict(zip(model.HEADER, cells, strict=True)))))
            except ValidationError as error:
                wrong.append(f"{place}: {faults(error)}")
    except StrategyError as error:
        wrong.append(f"{file}.csv: {error.what.rstrip('.')}")
    return found


def _evidence(rows: list[tuple[int, Evidence]], whole: Strategy) -> Iterator[str]:
    known = whole.ids("actions", "initiatives", "recommendations") | {WHOLE}
    for n, row in rows:
        if row.about not in known:
            yield (
                f"evidence.csv, linha {n}: «{row.about}» não é da Estratégia; usar o id de uma ação, iniciativa ou"
                f" recomendação de enti.yaml, ou «{WHOLE}»"
            )


def _projects(rows: list[tuple[int, PublicProject]], whole: Strategy, places: Territories) -> Iterator[str]:
    towns = {p.id for p in places.at_level("municipio")}
    regions = {p.id for p in places.at_level("nuts3", VERSION)}
    ids = Counter(p.id for _, p in rows)
    first = {p.id for _, p in rows if p.same_as is None}
    for n, p in rows:
        for ids_of, known, cure in (
            (p.municipalities, towns, "um DICO de geo/municipios.csv"),
            (p.regions, regions, f"uma NUTS III de {VERSION}, como {VERSION}:191"),
            (p.recommendations, whole.ids("recommendations"), "o id de uma recomendação de enti.yaml"),
            ((p.same_as,) if p.same_as else (), first, "o id de uma linha que conte"),
            ((p.maybe_same,) if p.maybe_same else (), first - {p.id}, "o id de outra linha que conte"),
        ):
            if unknown := [i for i in ids_of if i not in known]:
                yield f"projects.csv, linha {n}: não existe {', '.join(unknown)}; usar {cure}"
        if ids[p.id] > 1:
            yield f"projects.csv, linha {n}: o id {p.id} está em {ids[p.id]} linhas; dar a cada uma o seu"


def _targets(rows: list[tuple[int, DocumentTarget]], known: Catalogue) -> Iterator[str]:
    """An unknown indicator; and what the catalogue judges by is what the documents say, no more and no less."""
    for n, row in rows:
        place = f"targets.csv, linha {n}"
        if row.indicator not in known or row.indicator not in {i.id for i in known.indicators}:
            yield f"{place}: o indicador «{row.indicator}» não existe; usar um id de indicators.yaml"
            continue
        goals = known.indicator(row.indicator).targets
        year = period(row.year).end.year if row.year else None
        judged = any((g.use, g.value, g.year) == ("target", row.value, year) for g in goals)
        if judged != (row.use == "judges"):
            said = "julga por esta meta" if judged else "não julga por esta meta"
            yield f"{place}: use é {row.use}, e indicators.yaml {said}; acertar um dos dois"


def _future(got: dict[str, list[tuple[int, Any]]], compiled: date) -> Iterator[str]:
    for file in ("evidence", "projects", "events"):
        for n, row in got[file]:
            if row.dated and date.fromisoformat(f"{row.dated}-01-01"[:10]) > compiled:
                yield f"{file}.csv, linha {n}: {row.dated} é depois de {compiled}, o dia em que se apurou"


@lru_cache(maxsize=4)
def _load(folder: Path, stamps: tuple[tuple[int, int], ...]) -> Public:
    texts = {file: _text(folder / f"{file}.csv") for file in FILES}
    about = _text(folder / "execution.yaml")
    return parse(about, texts, strategy.load(), territory.load(), catalogue.load(), name=f"{folder.name}/")


def _text(path: Path) -> str:
    return sums.text_of(
        path,
        StrategyError,
        what="Não se consegue ler um ficheiro da prova pública.",
        changed="Um ficheiro da prova pública já não é o que veio com o projeto.",
        cure="repor data/snapshot/execution/ do git.",
    )


def load(folder: Path | None = None) -> Public:
    """What the folder has (the embedded one), read again whenever a file changes; StrategyError when it cannot."""
    folder = folder or EVIDENCE
    paths = [folder / "execution.yaml", *(folder / f"{file}.csv" for file in FILES)]
    stamps = tuple((s.st_mtime_ns, s.st_size) for p in paths if p.exists() for s in (p.stat(),))
    return _load(folder, stamps)

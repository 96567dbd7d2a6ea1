"""First half of a load: put every question to its source and keep what came, or why nothing came."""

import csv
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from core.base.errors import (
    ConnectorFault,
    DeclarationError,
    ImportMissing,
    PeriodMissing,
    SourceError,
    SourceRateLimited,
    SourceUnreachable,
)
from core.catalogue.catalogue import Catalogue, Measured
from core.catalogue.queries import EMBEDDED, LOCAL
from etl.fetch import raw_store
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, Request, replay_folder
from etl.fetch.model import Parsed, Raw
from etl.sources.connect import Connector, connector

# What an answer of an unthought-of form raises in a connector. It costs that source its figures and no other one its.
SURPRISES: Final = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    ArithmeticError,
    RecursionError,
    csv.Error,
    pa.ArrowException,
)
_log = logging.getLogger(__name__)


def _fault(error: BaseException, query: Any) -> ConnectorFault:
    """A surprise as a source error; the log has the whole of it, for who mends the connector."""
    _log.warning("O conector «%s» não soube ler uma resposta.", query.source, exc_info=error)
    return ConnectorFault(
        f"O conector não soube ler a resposta ({type(error).__name__}: {str(error)[:200]}).",
        where=query.source,
        cure="comunicar à equipa com o registo da carga; os valores anteriores mantêm-se.",
    )


@dataclass(frozen=True)
class Options:
    """What to load. Empty `sources` and `indicators` mean all; `keys`, where given, names the only live queries."""

    sources: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    offline: bool = False
    keys: frozenset[str] | None = None

    def wants(self, item: Measured, key: str, query: Any) -> bool:
        """Whether a query is to be asked now."""
        if query.source in EMBEDDED:
            return True
        if not query.askable or (self.offline and query.source not in LOCAL):
            return False
        if self.keys is not None and key not in self.keys and query.source not in LOCAL:
            return False
        return (not self.sources or query.source in self.sources) and (
            not self.indicators or item.id in self.indicators
        )


@dataclass
class Once:
    """A fetcher that puts the same question once per load: rows of Table 3 that share a series share the call."""

    fetcher: Fetcher
    got: dict[str, Raw] = field(default_factory=dict)

    @property
    def folder(self) -> Path | None:
        """Folder of recorded answers behind it, if that is what it reads."""
        return replay_folder(self.fetcher)

    def get(self, request: Request) -> Raw:
        """The answer that came before, or a fresh one; raises the fetcher's SourceError, each time anew."""
        asked = repr((request.source, request.name, request.question))
        if asked not in self.got:
            self.got[asked] = self.fetcher.get(request)
        return self.got[asked]


@dataclass(frozen=True)
class Answer:
    """What a source said to one query: raw answers, or the error that ended it."""

    key: str
    query: Any
    asked_at: str
    raws: tuple[Raw, ...] = ()
    error: SourceError | None = None


@dataclass
class Answers:
    """All answers of one load by key of the query, with the connectors that read them."""

    context: Context
    by_key: dict[str, Answer] = field(default_factory=dict)
    connectors: dict[str, Connector] = field(default_factory=dict)
    down: dict[str, SourceError] = field(default_factory=dict)  # sources not asked again in this load

    def ask(self, key: str, query: Any) -> None:
        """Fetch; an error is an answer too. Nothing is noted for an import that nobody has handed in."""
        asked_at = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            raws = self._fetch(query)
        except ImportMissing:
            return
        except SourceError as error:
            # Kept for the whole load: without its traceback, which would keep every frame alive.
            self.by_key[key] = Answer(key, query, asked_at, error=error.with_traceback(None))
        else:
            self.by_key[key] = Answer(key, query, asked_at, raws)

    def _fetch(self, query: Any) -> tuple[Raw, ...]:
        if known := self.down.get(query.source):
            raise type(known)(
                "Não foi pedido: a fonte já não respondia nesta carga.", where=query.source, cure=known.cure
            )
        try:
            if query.source not in self.connectors:
                self.connectors[query.source] = connector(query.source)
            return self.connectors[query.source].fetch(query, self.context)
        except (SourceUnreachable, SourceRateLimited) as error:
            self.down[query.source] = error.with_traceback(None)
            raise
        except DeclarationError as error:
            self.down[query.source] = ConnectorFault(error.what, where=error.where, cure=error.cure)
            raise self.down[query.source] from error
        except SURPRISES as error:
            raise _fault(error, query) from error

    def parse(self, answer: Answer) -> Parsed:
        """Observations of an answer; raises its SourceError, or the one that reading it meets."""
        if answer.error is not None:
            raise answer.error
        try:
            parsed = self.connectors[answer.query.source].parse(answer.raws, answer.query, self.context)
            _refuse_empty(parsed, answer.query)
        except (SourceError, *SURPRISES) as error:
            raw_store.forget(answer.raws)
            known = error if isinstance(error, SourceError) else _fault(error, answer.query)
            self.by_key[answer.key] = replace(answer, error=known.with_traceback(None))  # for the journal
            raise known from None
        return parsed


def gather(catalogue: Catalogue, context: Context, options: Options, progress: Callable[[str, str], None]) -> Answers:
    """Ask everything that `options` wants, in the catalogue's order. Raises SnapshotError; no source can stop it."""
    answers = Answers(replace(context, fetcher=Once(context.fetcher)))
    for item in catalogue.measured:
        for key, query in item.keyed.items():
            if query.source != "derived" and options.wants(item, key, query):
                answers.ask(key, query)
                said = answers.by_key.get(key)
                if said and said.error:
                    progress(item.id, f"{query.source}: {said.error}")
    return answers


def _refuse_empty(parsed: Parsed, query: Any) -> None:
    """An answer without a single row must not put earlier figures away."""
    if parsed.frame.empty:
        raise PeriodMissing(
            "A resposta não traz nenhuma linha que se possa usar.",
            where=f"{query.source}, {', '.join(r.name for r in parsed.raws[:3])}",
            cure="verificar a consulta em indicators.yaml; os valores anteriores mantêm-se.",
        )

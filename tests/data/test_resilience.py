"""What nobody thought of: odd answers, lost pointers, torn files. Each costs its own source only, and nothing for
good.
"""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.base import files
from core.base.errors import ConnectorFault, SourceError, SourceHttpError, SourceNotData
from core.catalogue import catalogue
from core.terms import territory
from core.warehouse import checks
from core.warehouse.store import Store, resolve
from etl.build import publish
from etl.fetch import csv_text
from etl.fetch.context import Context
from etl.fetch.http import Request
from etl.fetch.model import Raw
from etl.fetch.raw_store import keep, sidecar_path, stored
from etl.load import journal
from etl.load.ask import Answers
from etl.load.inputs import FILE
from etl.load.inputs import read as read_inputs
from etl.load.run import Options, Result, load
from etl.sources.ine.connector import Ine
from geo import shapes
from tests.support import ine
from tests.support.command import Said
from tests.support.providers import PROVIDERS, Provider

BASE = "http://127.0.0.1:9"
ODD: tuple[Any, ...] = (None, [], {}, "x", -1, True, [None], 1e400)
DOCTORS, INDICATOR = "0012837", "medicos_1000_hab"


class Shelf:
    """A fetcher that has the answers of one provider."""

    def __init__(self, answers: dict[str, bytes], folder: Path) -> None:
        self.answers, self.folder = answers, folder

    def get(self, request: Request) -> Raw:
        path = urlsplit(request.url).path
        body = next((b for p, b in self.answers.items() if path.endswith(p)), None)
        if body is None:
            raise SourceHttpError("404", where=path)
        kept = self.folder / f"{abs(hash(path))}{request.suffix}"
        kept.write_bytes(body)
        return Raw(request.source, request.name, kept, request.url, "2026-01-01", str(hash(body)))


def nodes(tree: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to the parts of a JSON answer; of long lists and tables, the first entries only."""
    yield above
    entries = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    for key, child in entries[:6]:
        yield from nodes(child, (*above, key))


def changed(tree: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    made = copy.deepcopy(tree)
    part = made
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = odd
    return made


def variants(provider: Provider) -> Iterator[dict[str, bytes]]:
    """The good answers of a provider with one part of one JSON answer replaced by something odd."""
    good = provider.answers(BASE)
    for path, body in list(good.items())[:3]:
        try:
            tree = json.loads(body)
        except ValueError:
            continue
        for where in nodes(tree):
            for odd in ODD:
                yield good | {path: json.dumps(changed(tree, where, odd)).encode()}


@pytest.mark.parametrize("name", PROVIDERS)
def test_no_odd_part_of_an_answer_escapes_as_anything_but_a_source_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = PROVIDERS[name]
    provider.route(monkeypatch, BASE)
    query, tried = provider.query(BASE), 0
    for answers in variants(provider):
        asked = Answers(Context(Shelf(answers, tmp_path), territory.load(), shapes.load))
        asked.ask("key", query)
        try:
            asked.parse(asked.by_key["key"])
        except SourceError as error:
            assert error.what and error.where
        tried += 1
        if tried == 400:
            break
    assert tried > 20 or name in ("mobie", "eea")


@pytest.fixture
def run(tmp_path: Path, make_context: Callable[..., Context]) -> Callable[..., Result]:
    """Load one INE row and the embedded figures into a folder of this test."""
    from etl.fetch.http import ReplayFetcher

    ine.record(
        tmp_path / "answers",
        ine.metadata({"S7A2024": "2024"}, ["PT"]),
        ine.data({"2024": [ine.row("PT", "5.7")]}),
        DOCTORS,
    )
    ine.record(
        tmp_path / "answers",
        ine.metadata({"S7A2023": "2023"}, ["PT"]),
        ine.data({"2023": [ine.row("PT", "5")]}),
        "0008356",
    )
    whole = catalogue.load()
    few = whole.model_copy(
        update={
            "support": (),
            "indicators": tuple(
                i if i.id == INDICATOR else i.model_copy(update={"queries": ()}) for i in whole.indicators
            ),
        }
    )

    def go(**options: Any) -> Result:
        return load(few, make_context(ReplayFetcher(tmp_path / "answers")), Options(**options), tmp_path / "builds")

    return go


def figure(folder: Path) -> float | None:
    store = Store(resolve(folder / "builds"))
    rows = store.rows(
        "SELECT value FROM observation WHERE indicator_id = ? AND series = 'total' AND territory_id = 'PT'"
        " AND period = '2024'",
        [INDICATOR],
    )
    store.close()
    return rows[0]["value"] if rows else None


@pytest.mark.parametrize(
    "surprise", [KeyError("x"), TypeError("x"), AttributeError("x"), RecursionError("x"), ZeroDivisionError("x")]
)
def test_a_fault_of_ours_is_that_sources_alone_and_stands_in_the_journal(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surprise: Exception
) -> None:
    run()

    def broken(*_: Any) -> None:
        raise surprise

    monkeypatch.setattr(Ine, "parse", broken)
    body = (tmp_path / "answers" / "ine" / f"{DOCTORS}.data.json").read_bytes()
    (tmp_path / "answers" / "ine" / f"{DOCTORS}.data.json").write_bytes(body.replace(b"5.7", b"5.8"))
    result = run()
    assert {r["outcome"] for r in result.asked} == {"stale"} and figure(tmp_path) == 5.7
    assert "ConnectorFault" in {f["rule"] for f in result.findings}
    assert all(c.failing and c.error == "ConnectorFault" for c in checks.read(tmp_path / "builds").values())
    assert len((tmp_path / "builds" / journal.LOADS).read_text().splitlines()) == 2


def test_the_same_surprise_while_asking_is_named_too(
    monkeypatch: pytest.MonkeyPatch, make_context: Callable[..., Context]
) -> None:
    asked = Answers(make_context(None))
    asked.ask("key", ine.query())  # a fetcher that is none: AttributeError in the connector
    assert isinstance(asked.by_key["key"].error, ConnectorFault)


def test_a_lost_pointer_leads_back_to_the_newest_build_and_nothing_is_lost(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    build = run().build
    (tmp_path / "builds" / "current").unlink()
    assert run(offline=True).build == build and figure(tmp_path) == 5.7


def test_a_build_that_does_not_open_is_set_aside_and_the_one_before_counts(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    first = run().build
    data = tmp_path / "answers" / "ine" / f"{DOCTORS}.data.json"
    data.write_bytes(data.read_bytes().replace(b"5.7", b"5.9"))
    second = run().build
    second.write_bytes(second.read_bytes()[:1000])
    publish.recover(tmp_path / "builds")
    assert resolve(tmp_path / "builds") == first and second.with_suffix(".estragado").exists()
    run()
    assert figure(tmp_path) == 5.9
    for build in (tmp_path / "builds").glob("*.duckdb"):
        build.write_bytes(b"")
    run()
    assert figure(tmp_path) == 5.9, "with no good build left, all is made anew"


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b"null"])
def test_a_torn_note_counts_as_none(run: Callable[..., Result], tmp_path: Path, torn: bytes) -> None:
    run()
    folder = tmp_path / "builds"
    for name in (checks.CHECKS, FILE):
        (folder / name).write_bytes(torn)
    assert checks.read(folder) == {} and read_inputs(folder, resolve(folder)) == {}
    run()
    assert checks.read(folder) and figure(tmp_path) == 5.7


def test_a_torn_sidecar_makes_the_answer_unknown_and_not_the_load_fail(tmp_path: Path) -> None:
    request = Request("ine", "0012837.meta", "https://x.example")
    body = tmp_path / "body"
    body.write_bytes(b"{}")
    (tmp_path / "ine").mkdir()
    keep(tmp_path, request, body, "0" * 64, request.url, {})
    assert stored(tmp_path, request) is not None
    sidecar_path(tmp_path, request).write_bytes(b"")
    assert stored(tmp_path, request) is None and files.read_json(sidecar_path(tmp_path, request)) == {}


@pytest.mark.parametrize("text", ['a;b\n1;"2\n3;4\n', 'a;b\n1;"2\n3;4\n5;"6\n', 'a;b\n1;"2\n3"\n', 'a;b\n"1"x;2\n'])
def test_quotes_that_do_not_pair_are_refused_and_swallow_nothing(text: str) -> None:
    with pytest.raises(SourceNotData, match="aspas"):
        list(csv_text.rows(text, ";", "prova"))


def test_quoted_cells_are_read(tmp_path: Path) -> None:
    assert list(csv_text.rows('a;b\n"x;y";"diz ""sim"""\n', ";", "prova")) == [["a", "b"], ["x;y", 'diz "sim"']]


def test_after_an_empty_folder_everything_is_due(etl: Callable[..., Said], few: None, tmp_path: Path) -> None:
    etl("load", "--offline", data=tmp_path)
    (tmp_path / "builds" / checks.CHECKS).write_text(
        json.dumps({f"{INDICATOR}/total/ine/0": {"asked_at": datetime.now(UTC).isoformat(), "outcome": "ok"}})
    )
    said = etl("load", "--due", "--replay", str(tmp_path), data=tmp_path)
    assert f"{INDICATOR}/total/ine/0: não está na versão em vigor" in said.out

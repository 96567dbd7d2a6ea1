"""A source that refuses for now: it is left alone as long as it asks, and the next load goes on where it stopped."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.base.errors import SourceRateLimited, SourceTimeout
from core.catalogue.catalogue import Catalogue
from etl.fetch.context import Context, Settings
from etl.fetch.http import HttpFetcher, Limits, Request, declared
from etl.fetch.raw_store import forget
from etl.fetch.refusal import MARK
from etl.load.run import Options
from etl.load.run import load as run_load
from etl.sources.ine.connector import Ine
from tests.support import ine
from tests.support.bad_server import GOOD, bad_server

LIMITS = Limits(timeout=(5.0, 5.0), tries=2, pause=0.0, backoff=5.0, max_wait=60.0)


class Source:
    """A source on this machine: what it answers (a body, or the path of a failure), and what it was asked."""

    def __init__(self, store: Path, address: str, answers: dict[str, bytes | str], seen: Counter[str]) -> None:
        self.store, self.address, self.answers, self.seen = store, address, answers, seen
        self.waits: list[float] = []

    def load(self, *paths: str) -> None:
        """One load: a client of its own, as each process has, asks one after the other."""
        client = self.client()
        for path in paths:
            client.get(Request("prova", path, f"{self.address}/{path}"))

    def client(self) -> HttpFetcher:
        return HttpFetcher(self.store, LIMITS, {}, sleep=self.waits.append)

    @property
    def mark(self) -> Path:
        return self.store / "prova" / MARK


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Source]:
    answers: dict[str, bytes | str] = {f"/{name}": GOOD for name in "abcd"}
    with bad_server(answers) as (address, seen):
        yield Source(tmp_path, address, answers, seen)


def test_ine_is_given_the_time_that_its_public_clients_give_it() -> None:
    limits = declared()["ine"]
    assert limits.backoff == 120 and limits.max_wait >= 2 * limits.backoff


def test_a_mark_of_a_clock_that_stood_ahead_shuts_no_source(source: Source) -> None:
    source.mark.parent.mkdir()
    ahead = datetime.now(UTC) + timedelta(days=365)
    source.mark.write_text(json.dumps({"since": ahead.isoformat(), "until": (ahead + timedelta(hours=2)).isoformat()}))
    source.load("a")
    assert source.seen == {"/a": 1} and not source.mark.exists()


def test_a_refused_load_is_gone_on_with_where_it_stopped(source: Source) -> None:
    source.answers["/c"] = "/429"
    with pytest.raises(SourceRateLimited, match="continua daí"):
        source.load(*"abcd")
    assert source.seen["/a"] == source.seen["/b"] == 1 and source.seen["/c"] == LIMITS.tries
    source.answers["/c"], source.answers["/d"] = GOOD, "/403"
    with pytest.raises(SourceRateLimited):  # it comes further, and the mark still knows where the load began
        source.load(*"abcd")
    assert source.seen["/a"] == source.seen["/b"] == 1 and source.seen["/c"] == LIMITS.tries + 1
    source.answers["/d"] = GOOD
    source.load(*"abcd")
    assert [source.seen[f"/{n}"] for n in "abc"] == [1, 1, LIMITS.tries + 1] and not source.mark.exists()
    source.load(*"abcd")  # that load is over: the next one asks everything
    assert [source.seen[f"/{n}"] for n in "ab"] == [2, 2]


def test_a_time_that_is_longer_than_we_wait_is_respected_and_not_cut_short(source: Source) -> None:
    source.answers["/b"] = "/429long"
    with pytest.raises(SourceRateLimited, match="pede que se espere até"):
        source.load("a", "b")
    assert source.seen["/b"] == 1 and source.waits == []
    with pytest.raises(SourceRateLimited, match="não se pediu antes") as caught:
        source.load("a", "b", "c")
    assert (source.seen["/a"], source.seen["/b"], source.seen["/c"]) == (1, 1, 0) and caught.value.cure
    # Nobody is left alone for ever by a slip of its clock.
    until = datetime.fromisoformat(json.loads(source.mark.read_text(encoding="utf-8"))["until"])
    assert until - datetime.now(UTC) < timedelta(hours=25)
    _edit(source.mark, until=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    source.answers["/b"] = GOOD
    source.load("a", "b", "c")
    assert (source.seen["/a"], source.seen["/c"]) == (1, 1) and not source.mark.exists()


def _edit(mark: Path, **changes: str) -> None:
    mark.write_text(json.dumps(json.loads(mark.read_text(encoding="utf-8")) | changes), encoding="utf-8")


@pytest.mark.parametrize("spoil", ["old", "torn", "other question", "unusable"])
def test_what_is_old_damaged_or_unusable_is_asked_again(source: Source, spoil: str) -> None:
    source.answers["/b"] = "/429"
    client = source.client()
    raw = client.get(Request("prova", "a", f"{source.address}/a"))
    with pytest.raises(SourceRateLimited):
        client.get(Request("prova", "b", f"{source.address}/b"))
    source.answers["/b"] = GOOD
    asked = Request("prova", "a", f"{source.address}/a", (("x", "1"),) if spoil == "other question" else ())
    if spoil == "old":
        _edit(source.mark, since=(datetime.now(UTC) - timedelta(hours=25)).isoformat())
    elif spoil == "torn":
        source.mark.write_text('{"since": "ontem', encoding="utf-8")
    elif spoil == "unusable":
        forget([raw])
    source.client().get(asked)
    assert source.seen["/a"] == 2


def test_a_source_that_only_fails_leaves_no_mark(source: Source) -> None:
    source.answers["/b"] = "/500"
    with pytest.raises(Exception, match="500"):
        source.load("a", "b")
    source.load("a")
    assert source.seen["/a"] == 2 and not source.mark.exists()


def test_one_source_that_refuses_marks_no_other(source: Source) -> None:
    source.answers["/b"] = "/429"
    with pytest.raises(SourceRateLimited):
        source.load("a", "b")
    for _ in range(2):
        source.client().get(Request("outra", "a", f"{source.address}/a"))
    assert source.seen["/a"] == 3


def test_ine_in_parts_asks_only_for_what_is_missing(
    tmp_path: Path, make_context: Callable[..., Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even without an update stamp, by which INE's answers are otherwise known again."""
    places = ["PT", "1C40705", "11A1312"]
    answers: dict[str, bytes | str] = {
        "/pindicaMeta.jsp": ine.metadata({"S7A2023": "2023"}, places, updated=""),
        "/pindica.jsp": ine.data({"2023": [ine.row("PT", "1")]}),
    }
    with bad_server(answers) as (address, seen):
        monkeypatch.setattr("etl.sources.ine.connector.BASE", address)

        def fetch(refused_at: int | None) -> int:
            context = make_context(HttpFetcher(tmp_path, LIMITS, {}, sleep=lambda _: None))
            inner = context.fetcher._once  # type: ignore[attr-defined]

            def once(request: Request, limits: Limits) -> object:
                if refused_at and request.name.endswith(f"{refused_at:03d}of003"):
                    raise SourceRateLimited("recusado", where=request.name, cure="esperar")
                return inner(request, limits)

            monkeypatch.setattr(context.fetcher, "_once", once)
            by_parts = Context(
                context.fetcher, context.territories, context.boundaries, settings=Settings(ine_cells_per_call=1)
            )
            return len(Ine().fetch(ine.query(), by_parts))

        with pytest.raises(SourceRateLimited):
            fetch(refused_at=3)
        assert seen == {"/pindicaMeta.jsp": 1, "/pindica.jsp": 2}
        assert fetch(refused_at=None) == 4
        assert seen == {"/pindicaMeta.jsp": 1, "/pindica.jsp": 3}


def test_a_load_that_was_refused_is_finished_by_the_next(
    tmp_path: Path, make_context: Callable[..., Context], light: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole loads: the second one publishes, and asks nothing that the first one had."""
    meta, body = (
        b.replace(ine.VARCD.encode(), b"0012837")
        for b in (ine.metadata({"S7A2023": "2023"}, ["PT"]), ine.data({"2023": [ine.row("PT", "5.7")]}))
    )
    answers: dict[str, bytes | str] = {"/pindicaMeta.jsp": meta, "/pindica.jsp": "/429"}
    options = Options(sources=frozenset({"ine"}), indicators=frozenset({"medicos_1000_hab"}))
    with bad_server(answers) as (address, seen):
        monkeypatch.setattr("etl.sources.ine.connector.BASE", address)

        def run() -> dict[str, str]:
            context = make_context(HttpFetcher(tmp_path / "raw", LIMITS, {}, sleep=lambda _: None))
            return {r["series"]: r["outcome"] for r in run_load(light, context, options, tmp_path / "builds").asked}

        assert run()["total"] in ("failed", "stale")
        assert seen["/pindicaMeta.jsp"] == 1  # the refusal ended the load of this source
        answers["/pindica.jsp"] = body
        assert run()["total"] == "ok"
        queries = light.indicator("medicos_1000_hab").queries
        assert seen["/pindicaMeta.jsp"] == len({q.varcd for q in queries if q.source == "ine" and q.loadable})


def test_a_timeout_is_no_refusal(source: Source) -> None:
    source.answers["/b"] = "/slow"
    hasty = Limits(timeout=(5.0, 0.2), tries=1, pause=0.0)
    client = HttpFetcher(source.store, hasty, {}, sleep=source.waits.append)
    client.get(Request("prova", "a", f"{source.address}/a"))
    with pytest.raises(SourceTimeout):
        client.get(Request("prova", "b", f"{source.address}/b"))
    assert not source.mark.exists()

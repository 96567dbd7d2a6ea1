"""The one HTTP client against a source that misbehaves."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.base.errors import (
    ReplayMissing,
    SourceError,
    SourceHttpError,
    SourceNotData,
    SourceRateLimited,
    SourceTimeout,
    SourceTooLarge,
    SourceTruncated,
    SourceUnreachable,
)
from etl.fetch.http import HttpFetcher, Limits, ReplayFetcher, Request
from etl.fetch.raw_store import forget
from tests.support.bad_server import GOOD, bad_server

LIMITS = Limits(timeout=(1.0, 0.3), max_bytes=100_000, tries=3, pause=0.0, backoff=5.0, max_redirects=3)


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Counter[str]]]:
    with bad_server() as running:
        yield running


class Client:
    """A fetcher that does not really sleep."""

    def __init__(self, store: Path, limits: Limits = LIMITS) -> None:
        self.waits: list[float] = []
        self.fetcher = HttpFetcher(store, limits, {}, sleep=self.waits.append)

    def get(self, address: str, path: str, **more: str) -> bytes:
        return self.fetcher.get(Request("prova", path[1:], address + path, **more)).read()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "error", "tries"),
    [
        ("/slow", SourceTimeout, 3),
        ("/stall", SourceTimeout, 3),
        ("/429", SourceRateLimited, 3),
        ("/403", SourceRateLimited, 3),
        ("/404", SourceHttpError, 1),
        ("/500", SourceHttpError, 3),
        ("/html", SourceNotData, 1),
        ("/empty", SourceNotData, 1),
        ("/cut", SourceTruncated, 3),
        ("/badgzip", SourceTruncated, 3),
        ("/huge", SourceTooLarge, 1),
        ("/loop", SourceHttpError, 4),
    ],
)
def test_each_failure_has_its_name_and_leaves_nothing(
    server: tuple[str, Counter[str]], tmp_path: Path, path: str, error: type[SourceError], tries: int
) -> None:
    address, seen = server
    seen.clear()
    with pytest.raises(error) as caught:
        Client(tmp_path).get(address, path)
    assert caught.value.cure and address in caught.value.where
    assert seen[path] == tries
    assert list(tmp_path.rglob("*.json")) == [] and [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("path", "wait"),
    [("/429after", 7.0), ("/503after", 7.0), ("/429past", 0.0), ("/429words", LIMITS.backoff)],
)
def test_it_waits_as_long_as_the_source_asks_then_succeeds(
    server: tuple[str, Counter[str]], tmp_path: Path, path: str, wait: float
) -> None:
    client = Client(tmp_path)
    server[1].clear()
    assert client.get(server[0], path) == GOOD
    (waited,) = client.waits
    assert wait <= waited <= wait + LIMITS.pause


def test_a_body_that_drips_is_cut_off_at_the_deadline(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    """Each byte comes within the read time-out; only the total ends it."""
    hasty = Limits(timeout=(1.0, 0.3), total_seconds=0.2, tries=1, pause=0.0)
    with pytest.raises(SourceTimeout, match="demorou mais"):
        Client(tmp_path, hasty).get(server[0], "/drip")
    assert server[1]["drops"] < len(GOOD) / 2


def test_a_compressed_answer_is_kept_as_it_reads(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    assert Client(tmp_path).get(server[0], "/gzip") == GOOD


def test_without_being_told_it_backs_off_twice_as_long_each_time(
    server: tuple[str, Counter[str]], tmp_path: Path
) -> None:
    client = Client(tmp_path)
    with pytest.raises(SourceRateLimited):
        client.get(server[0], "/429")
    assert [round(w) for w in client.waits] == [5, 10]


def test_a_passing_server_error_is_tried_again(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    server[1].clear()
    assert Client(tmp_path).get(server[0], "/500once") == GOOD


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreachable, match="ligação"):
        Client(tmp_path).get("http://127.0.0.1:9", "/ok")


def test_calls_to_one_source_are_paced(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    client = Client(tmp_path, Limits(pause=2.0))
    client.get(server[0], "/ok")
    client.get(server[0], "/ok")
    assert len(client.waits) == 1 and 1.5 < client.waits[0] <= 2.0


def test_the_same_update_stamp_needs_no_second_call(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    client = Client(tmp_path)
    server[1].clear()
    for _ in range(2):
        client.get(server[0], "/ok", version="2025-12-01")
    assert server[1]["/ok"] == 1
    client.get(server[0], "/ok", version="2026-01-01")
    assert server[1]["/ok"] == 2


def test_an_answer_found_unusable_is_asked_for_again_but_can_still_be_replayed(
    server: tuple[str, Counter[str]], tmp_path: Path
) -> None:
    client, request = Client(tmp_path), Request("prova", "ok", server[0] + "/ok", version="2025-12-01")
    server[1].clear()
    forget([client.fetcher.get(request)])
    client.fetcher.get(request)
    assert server[1]["/ok"] == 2
    assert ReplayFetcher(tmp_path).get(request).read() == GOOD


def test_the_same_body_again_is_no_change(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    fetcher, request = Client(tmp_path).fetcher, Request("prova", "ok", server[0] + "/ok")
    assert [fetcher.get(request).unchanged for _ in range(2)] == [False, True]


@pytest.mark.parametrize("path", ["/resume", "/resumechanged"])
def test_an_interrupted_body_is_taken_up_where_it_broke_off_unless_it_changed(
    server: tuple[str, Counter[str]], tmp_path: Path, path: str
) -> None:
    server[1].clear()
    assert Client(tmp_path).get(server[0], path) == GOOD
    assert server[1][f"Range: bytes={len(GOOD) // 2}-"] == 1 and server[1][path] == 2
    assert not list(tmp_path.rglob("*.partial*"))


def test_an_interrupted_body_outlives_the_process(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    server[1].clear()
    once = Limits(timeout=(1.0, 0.3), tries=1, pause=0.0)
    with pytest.raises(SourceTruncated):
        Client(tmp_path, once).get(server[0], "/resume")
    assert Client(tmp_path, once).get(server[0], "/resume") == GOOD
    assert server[1][f"Range: bytes={len(GOOD) // 2}-"] == 1


def test_a_source_that_says_not_modified_is_believed_while_we_have_the_body(
    server: tuple[str, Counter[str]], tmp_path: Path
) -> None:
    client, request = Client(tmp_path), Request("prova", "validated", server[0] + "/validated")
    first, second = client.fetcher.get(request), client.fetcher.get(request)
    assert (first.unchanged, second.unchanged) == (False, True) and second.read() == GOOD
    second.path.unlink()
    assert client.fetcher.get(request).read() == GOOD


def test_a_question_can_be_posted(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    request = Request("prova", "post", server[0] + "/post", json_body={"countries": ["PT"]})
    assert json.loads(Client(tmp_path).fetcher.get(request).read()) == {"countries": ["PT"]}


@pytest.mark.parametrize(("kind", "path"), [("csv", "/ok"), ("parquet", "/ok"), ("xml", "/ok"), ("json", "/binary")])
def test_a_body_of_another_kind_is_refused(
    server: tuple[str, Counter[str]], tmp_path: Path, kind: str, path: str
) -> None:
    with pytest.raises(SourceNotData, match="algo que não é"):
        Client(tmp_path).get(server[0], path, kind=kind)


def test_a_raw_store_is_a_replay_folder(server: tuple[str, Counter[str]], tmp_path: Path) -> None:
    Client(tmp_path).get(server[0], "/ok")
    assert ReplayFetcher(tmp_path).get(Request("prova", "ok", "")).read() == GOOD
    with pytest.raises(ReplayMissing, match=r"falta\.json"):
        ReplayFetcher(tmp_path).get(Request("prova", "falta", ""))

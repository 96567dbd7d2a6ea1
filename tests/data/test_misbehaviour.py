"""Every provider on a bad day: a named outcome, the others go on, earlier figures stay and are marked stale."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.base import errors
from core.catalogue import catalogue
from core.catalogue.catalogue import Catalogue, Row, Support
from core.catalogue.sources import REGISTRY
from core.terms import territory
from core.warehouse.store import Store, resolve
from etl.fetch.context import Context
from etl.fetch.http import HttpFetcher, Limits
from etl.load.run import Options, Result, load
from geo import shapes
from tests.support.bad_server import bad_server
from tests.support.providers import EREDES, EUROSTAT, PROVIDERS, Provider

LIMITS = Limits(
    timeout=(1.0, 0.3), total_seconds=20.0, max_bytes=250_000, tries=2, pause=0.0, backoff=0.0, max_redirects=3
)
TRANSPORT = {
    "/stall": "SourceTimeout",
    "/429": "SourceRateLimited",
    "/403": "SourceRateLimited",
    "/500": "SourceServerError",
    "/404": "SourceHttpError",
    "/html": "SourceNotData",
    "/empty": "SourceNotData",
    "/cut": "SourceTruncated",
    "/badgzip": "SourceTruncated",
    "/huge": "SourceTooLarge",
    "/loop": "SourceHttpError",
    "/binary": "SourceNotData",
    "closed": "SourceUnreachable",
}


def test_every_provider_of_the_network_has_its_bad_days() -> None:
    assert PROVIDERS.keys() == REGISTRY.all.keys() - {"figures", "held"}
    for provider in PROVIDERS.values():
        assert len(provider.faults) >= 4


def book(*pairs: tuple[Provider, str]) -> Catalogue:
    """The catalogue in which only these providers are asked, each at its base."""
    asked = {p.item: (p.query(base),) for p, base in pairs}
    whole = catalogue.load()
    items = [m.model_copy(update={"queries": asked.get(m.id, ())}) for m in whole.measured]
    return whole.model_copy(
        update={
            "support": tuple(m for m in items if isinstance(m, Support)),
            "indicators": tuple(m for m in items if isinstance(m, Row)),
            "context": (),  # what ships beside the rows has no bad day
            "further": (),
        }
    )


class Day:
    """A server for the provider and another for a healthy one, and the builds of their loads."""

    def __init__(self, provider: Provider, folder: Path) -> None:
        self.provider, self.folder = provider, folder
        self.healthy = EREDES if provider is EUROSTAT else EUROSTAT
        self.answers: dict[str, bytes | str] = {}
        self.patch = pytest.MonkeyPatch()

    def load(self, base: str, other: str) -> Result:
        self.provider.route(self.patch, base)
        self.healthy.route(self.patch, other)
        context = Context(HttpFetcher(self.folder / "raw", LIMITS, {}, lambda s: None), territory.load(), shapes.load)
        return load(book((self.provider, base), (self.healthy, other)), context, Options(), self.folder / "builds")

    def figures(self) -> dict[str, Any]:
        with closing(Store(resolve(self.folder / "builds"))) as store:
            sql = (
                "SELECT count(value) AS n, sum(value) AS s FROM observation WHERE indicator_id = ? AND origin <>"
                " 'aggregated'"
            )
            return store.rows(sql, [self.provider.item])[0]


@pytest.fixture(scope="module", params=PROVIDERS)
def good(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """A provider after a good load."""
    day = Day(PROVIDERS[request.param], tmp_path_factory.mktemp(request.param))
    with bad_server(day.answers) as (base, _), bad_server(day.healthy.answers(base)) as (other, _):
        day.answers.update(day.provider.answers(base))
        day.base, day.other = base, other  # type: ignore[attr-defined]
        result = day.load(base, other)
        assert {r["outcome"] for r in result.asked} == {"ok"}, [r["message"] for r in result.asked]
        yield day
    day.patch.undo()


@pytest.fixture
def day(good: Day, tmp_path: Path) -> Iterator[Day]:
    """A copy of its builds, to be spoilt; the raw store is empty, so that everything is asked again."""
    shutil.copytree(good.folder / "builds", tmp_path / "builds")
    spoilt = Day(good.provider, tmp_path)
    spoilt.base, spoilt.other = good.base, good.other  # type: ignore[attr-defined]
    spoilt.answers, spoilt.patch = good.answers, good.patch
    before = dict(good.answers)
    yield spoilt
    good.answers.clear()
    good.answers.update(before)


def outcomes(result: Result, source: str) -> set[str]:
    return {r["outcome"] for r in result.asked if r["source_id"] == source}


@pytest.mark.parametrize(("fault", "error"), TRANSPORT.items(), ids=[f.strip("/") for f in TRANSPORT])
def test_transport_faults(day: Day, fault: str, error: str) -> None:
    before = day.figures()
    base = day.base  # type: ignore[attr-defined]
    for path in day.answers:
        day.answers[path] = fault
    if fault == "closed":
        with bad_server() as (gone, _):
            base = gone
    result = day.load(base, day.other)  # type: ignore[attr-defined]
    assert outcomes(result, day.provider.source) == {"stale"}
    assert outcomes(result, day.healthy.source) == {"ok"}
    assert error in {f["rule"] for f in result.findings if f["indicator_id"] == day.provider.item}
    assert day.figures() == before and before["n"] > 0


def test_a_source_that_asks_for_patience_once_is_given_it(day: Day) -> None:
    waits: list[float] = []
    first = next(iter(day.answers))
    good_answer = day.answers[first]
    assert isinstance(good_answer, bytes)
    day.answers[first] = "/429after"  # once, then whatever that path answers: no answer of this source
    context = HttpFetcher(day.folder / "raw", LIMITS, {}, waits.append)
    day.provider.route(day.patch, day.base)  # type: ignore[attr-defined]
    here = Context(context, territory.load(), shapes.load)
    load(book((day.provider, day.base)), here, Options(), day.folder / "builds")  # type: ignore[attr-defined]
    assert 7.0 in waits


CONTENT = [(p, name) for p in PROVIDERS for name in PROVIDERS[p].faults]


@pytest.mark.parametrize(("good", "name"), CONTENT, indirect=["good"])
def test_content_faults(day: Day, name: str) -> None:
    fault = day.provider.faults[name]
    before = day.figures()
    path = next(p for p in day.answers if p.endswith(fault.path))
    answer = day.answers[path]
    assert isinstance(answer, bytes)
    spoilt = fault.spoil(answer)
    assert spoilt != answer
    day.answers[path] = spoilt
    result = day.load(day.base, day.other)  # type: ignore[attr-defined]
    rules = {f["rule"] for f in result.findings if f["indicator_id"] == day.provider.item}
    assert any(r.startswith(fault.outcome) for r in rules), rules
    refused = hasattr(errors, fault.outcome)
    assert outcomes(result, day.provider.source) == ({"stale"} if refused else {"ok"})
    assert outcomes(result, day.healthy.source) == {"ok"}
    if refused:
        assert day.figures() == before

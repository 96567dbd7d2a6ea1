"""What a monitor is told: whether there is something to serve, and what was counted, for who may know."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse

from core.base import logs, settings
from core.base.paths import builds_dir
from core.warehouse.store import POINTER
from tests.support.asgi import Answer, ask
from tests.support.wall import data  # noqa: F401 (a fixture)
from ui.frame.routes import RESERVED
from ui.server import health, metrics
from ui.server.metrics import Counted
from ui.web.asgi import Message, Receive, Send

TOKEN = "uma-chave-de-metricas"


async def behind(scope: Message, receive: Receive, send: Send) -> None:
    answer = PlainTextResponse(f"behind {scope['path']}", 200 if scope["path"] == "/sintese" else 404)
    await answer(scope, receive, send)  # type: ignore[arg-type]


def asked(path: str, **headers: str) -> Answer:
    return ask(Counted(health.Health(behind)), path, headers=headers)


@pytest.fixture
def leaving() -> Iterator[None]:
    health.LEAVING.set()
    yield
    health.LEAVING.clear()


@pytest.mark.usefixtures("data")
def test_a_build_that_serves_is_named_with_its_age() -> None:
    for path in (health.HEALTH, health.READY):
        answer = asked(path)
        assert answer.status == 200 and answer.headers["cache-control"] == "no-store"
        build = (builds_dir() / POINTER).read_text().strip().removesuffix(".duckdb")
        assert (answer.told["state"], answer.told["build"], answer.told["said"]) == ("ok", build, [])
        assert answer.told["age_s"] >= 0 and answer.told["made_at"].endswith("+00:00")


def test_without_a_build_both_are_503_and_say_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    for path in (health.HEALTH, health.READY):
        answer = asked(path)
        assert answer.status == 503 and answer.told["state"] == "none" and answer.told["build"] is None
        assert answer.told["said"] == ["Ainda não há dados publicados."] and str(tmp_path) not in answer.body.decode()


@pytest.mark.usefixtures("data")
def test_a_pointer_that_leads_nowhere_leaves_an_older_build_and_says_so() -> None:
    pointer = builds_dir() / POINTER
    pointer.unlink()  # the file itself is that of all tests
    pointer.write_text("20200101T000000Z-nada.duckdb")
    answer = asked(health.HEALTH)
    assert answer.status == 200 and answer.told["state"] == "older" and answer.told["build"]
    assert "que não existe" in answer.told["said"][0]


@pytest.mark.usefixtures("data", "leaving")
def test_on_its_way_out_it_is_healthy_but_not_ready() -> None:
    assert asked(health.HEALTH).status == 200 and asked(health.READY).status == 503
    assert asked(health.READY).told["leaving"] is True


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("given", "status"),
    [("", 401), ("Bearer outra-chave-qualquer", 401), (f"Basic {TOKEN}", 401), (f"Bearer {TOKEN}", 200)],
)
def test_counts_are_for_who_has_the_token(given: str, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(health.METRICS, authorization=given).status == 404, "no token is set: nothing is there"
    monkeypatch.setenv("ENTI_METRICS", TOKEN)
    answer = asked(health.METRICS, authorization=given)
    assert answer.status == status and (b"enti_requests_total" in answer.body) == (status == 200)


@pytest.mark.usefixtures("data")
def test_what_was_asked_is_counted_in_few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_METRICS", TOKEN)

    def counted() -> dict[str, float]:
        text = asked(health.METRICS, authorization=f"Bearer {TOKEN}").body.decode()
        pairs = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    before = counted()
    for path in ("/sintese", "/sintese?x=1", "/nada/por/aqui", "/parede"):
        asked(path)
    after = counted()
    grown = {k: after[k] - before.get(k, 0) for k in after if k.startswith("enti_requests_total")}
    assert grown['enti_requests_total{route="document",status="200"}'] == 2
    assert grown['enti_requests_total{route="document",status="404"}'] == 1
    assert grown['enti_requests_total{route="wall",status="404"}'] == 1
    assert after['enti_build_state{state="ok"}'] == 1 and after["enti_build_made_timestamp_seconds"] > 1.7e9
    assert after["process_resident_memory_bytes"] > 1e6


def test_each_answer_carries_the_id_that_the_log_has(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def complains(scope: Message, receive: Receive, send: Send) -> None:
        logs.logging.getLogger("ui.prova").warning("Uma queixa\nde %s", scope["path"])
        await behind(scope, receive, send)

    monkeypatch.setenv("ENTI_LOG_FORM", "json")
    logs.configure()
    try:
        ids = {ask(Counted(complains), f"/{n}").headers["x-request-id"] for n in range(2)}
        logs.logging.getLogger("ui.prova").warning("Sem pedido.")
    finally:
        monkeypatch.undo()
        logs.configure()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(ids) == 2 and {line.get("request") for line in lines} == {*ids, None}
    assert {line["run"] for line in lines} == {logs.RUN} and lines[0]["message"] == "Uma queixa\nde /0"


def test_its_addresses_are_no_pages() -> None:
    assert {p.strip("/") for p in (health.HEALTH, health.READY, health.METRICS)} <= RESERVED
    assert settings.Watching in settings.GROUPS


@pytest.mark.parametrize(("ends", "status"), [(ValueError, "500"), (asyncio.CancelledError, "gone")])
def test_who_leaves_before_the_answer_is_no_fault_of_ours(ends: type[BaseException], status: str) -> None:
    async def fails(scope: Message, receive: Receive, send: Send) -> None:
        raise ends

    async def nothing(*_: object) -> Message:
        return {}

    of = {"route": "document", "status": status}
    before = metrics.REGISTRY.get_sample_value("enti_requests_total", of) or 0.0
    with pytest.raises(ends):
        asyncio.run(Counted(fails)({"type": "http", "path": "/x", "headers": []}, nothing, nothing))
    assert metrics.REGISTRY.get_sample_value("enti_requests_total", of) == before + 1


@pytest.mark.parametrize(("sent", "status"), [("websocket.accept", "101"), ("websocket.close", "403")])
def test_a_page_s_connection_is_counted_as_it_ended(sent: str, status: str) -> None:
    async def answers(scope: Message, receive: Receive, send: Send) -> None:
        await send({"type": sent})

    async def nothing(*_: object) -> Message:
        return {}

    def counted() -> float:
        return metrics.REGISTRY.get_sample_value("enti_requests_total", of) or 0.0

    of = {"route": "page_connection", "status": status}
    before = counted()
    asyncio.run(Counted(answers)({"type": "websocket", "path": "/_stcore/stream", "headers": []}, nothing, nothing))
    assert counted() == before + 1 and metrics.REGISTRY.get_sample_value("enti_pages_open") == 0

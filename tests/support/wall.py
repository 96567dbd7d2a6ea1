"""The wall without a browser: a data folder of the test's own, scenes made alone, and what stands in them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.alerts import log as alert_log
from core.alerts import rules as alert_rules
from core.alerts.model import Finding
from core.room.live import Reading
from core.room.playlists import Spec
from ui.data.context import Context
from ui.wall import now
from ui.wall.pulses import Pulses
from ui.wall.scenes import scene
from ui.wall.server import Wall
from ui.web.asgi import Message, Receive, Send


@pytest.fixture
def data(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, over the build of all tests."""
    (tmp_path / "builds").mkdir()
    for file in (warehouse / "builds").iterdir():
        if file.is_file():
            (tmp_path / "builds" / file.name).hardlink_to(file)
    monkeypatch.setenv("ENTI_DATA", str(tmp_path))
    monkeypatch.setenv("ENTI_WALL", "open")
    return tmp_path


async def nobody(scope: Message, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"not the wall"})


@pytest.fixture
def wall() -> Iterator[Wall]:
    made = Wall(nobody, Pulses())
    yield made
    made.close()


def shown(spec: Spec, today: date | None = None) -> dict[str, Any]:
    def context() -> Context:
        there = now.context()
        return Context(there.lang, there.catalogue, there.territories, there.store, today or there.today)

    with ThreadPoolExecutor(1) as pool:
        return scene(context, spec, pool)


def words(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)


def marks(tree: Any) -> list[str]:
    """Every data-mark in a tree."""
    if isinstance(tree, dict):
        return [v for k, v in tree.items() if k == "data-mark"] + [m for v in tree.values() for m in marks(v)]
    return [m for v in tree for m in marks(v)] if isinstance(tree, list | tuple) else []


def rewrite(file: Path, text: str) -> None:
    """In place of the file that other tests share."""
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")


def alert(state: str = "bad", subject: str = "x") -> Finding:
    return Finding("acao_atrasada", subject, state, ("dito", "said"), 1.0)  # type: ignore[arg-type]


def evaluated(at: datetime, *findings: Finding) -> None:
    alert_log.record(findings, alert_rules.load(), "versao", at, alert_log.Post(lambda _: ("correio",)))


def connect(data: Path) -> None:
    (data / "plataformas.yaml").write_text(
        "feeds:\n  - {id: ar, name: {pt: Qualidade do ar, en: Air}, url: 'http://h/ngsi-ld/v1', type:"
        " AirQualityObserved, shown: no2, allowance_minutes: 60}\n"
    )


def reading(station: str, at: datetime, no2: float, dico: str | None = "1106") -> Reading:
    return Reading("ar", station, station, dico, at, {"no2": no2, "dataProvider": "APA"}, {"no2": "GQ"})

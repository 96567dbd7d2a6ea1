"""Files that ship with the project, damaged in every way: an error of ours that names the file, and nothing half
loaded.
"""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base import sums
from core.base.errors import EntiError, SnapshotError, StrategyError
from core.base.paths import SNAPSHOT
from core.catalogue import figures
from core.strategy import evidence
from etl.build.plausibility import answers
from etl.fetch.context import Context
from etl.fetch.http import Fetcher, ReplayFetcher
from etl.sources.figures.connector import Figures
from etl.sources.figures.query import FiguresQuery
from tests.support.command import Said

FILES = {
    "figures.parquet": SnapshotError,
    "figures.yaml": SnapshotError,
    **{f"execution/{f}.csv": StrategyError for f in evidence.FILES},
    "execution/execution.yaml": StrategyError,
}
LINES = 20  # after so many a cut is at the end of a line: what is left is a file in good order


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGE: dict[str, Callable[[bytes], bytes] | None] = {
    "missing": None,
    "folder": None,
    "empty": lambda c: b"",
    "half": lambda c: c[: len(c) // 2],
    "lines": lambda c: b"".join(c.splitlines(keepends=True)[:LINES]),
    "one byte": flipped,
    "no text": lambda c: b"\xff\xfe" + c,
    "other": lambda c: b"[]",
}


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    shutil.copytree(SNAPSHOT, tmp_path / "snapshot")
    return tmp_path / "snapshot"


def damaged(path: Path, how: str) -> None:
    change, content = DAMAGE[how], path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif change is not None:
        path.write_bytes(change(content))


def whole(snapshot: Path, make_context: Callable[[Fetcher], Context]) -> None:
    """Read all of it."""
    made = make_context(ReplayFetcher(snapshot))
    context = Context(made.fetcher, made.territories, made.boundaries, snapshot=snapshot)
    figure = next(f for f, about in figures.describe(snapshot).figures.items() if not about.series)
    query = FiguresQuery(source="figures", figure=figure, series="total")
    Figures().parse(Figures().fetch(query, context), query, context)
    evidence.load(snapshot / "execution")


def test_what_ships_is_what_its_sums_say(snapshot: Path, make_context: Callable[[Fetcher], Context]) -> None:
    for folder in (SNAPSHOT, SNAPSHOT / "execution"):
        said = dict(line.split("  ")[::-1] for line in (folder / sums.NAME).read_text().splitlines())
        # Answers to findings are written by people as they read them, and change no figure.
        there = {p.name: p for p in folder.iterdir() if p.is_file() and p.name not in (sums.NAME, answers.FILE)}
        assert said == {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in there.items()}, "make sums"
    whole(snapshot, make_context)


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("file", FILES)
def test_each_damage_is_named_with_its_cure(
    snapshot: Path, make_context: Callable[[Fetcher], Context], file: str, how: str
) -> None:
    damaged(snapshot / file, how)
    with pytest.raises(EntiError) as refused:
        whole(snapshot, make_context)
    assert type(refused.value) is FILES[file] and Path(file).name in refused.value.where
    assert "data/snapshot/" in refused.value.cure


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"nada"])
def test_sums_that_say_nothing_refuse_nothing(
    snapshot: Path, make_context: Callable[[Fetcher], Context], content: bytes
) -> None:
    (snapshot / sums.NAME).write_bytes(content)
    whole(snapshot, make_context)


def test_a_load_over_damage_publishes_nothing_and_keeps_what_there_was(
    etl: Callable[..., Said], few: None, warehouse: Path, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = snapshot.with_name("data")
    shutil.copytree(warehouse / "builds", data / "builds")
    before = sorted(p.name for p in (data / "builds").glob("[0-9c]*"))
    damaged(snapshot / "figures.parquet", "one byte")
    monkeypatch.setattr("etl.cli.console.Context", lambda f, t, b: Context(f, t, b, snapshot=snapshot))
    said = etl("load", "--offline", data=data)
    assert said.code == 10 and "figures.parquet" in said.err and "make sums" in said.err
    assert sorted(p.name for p in (data / "builds").glob("[0-9c]*")) == before
    assert etl("status", data=data).code == 0

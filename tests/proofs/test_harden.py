"""The attacks of `make harden`, a few times each; and that none of what they should reach is left out."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from bench.harden import damages, floods, fuzz, kills, parsers, writers
from bench.harden.__main__ import _kept, merged
from bench.harden.attack import REGISTRY, Plan, Row
from bench.harden.code import _imported, reached
from bench.harden.damages import _LEDGERS, _ROWS, _SQLITE
from bench.harden.mutate import mutated
from bench.harden.readers import APART, found
from bench.harden.sessions import Seen
from bench.harden.stores import READ, STORES, UNTRIED, fresh, opened
from core.base.paths import ROOT
from core.catalogue.sources import REGISTRY as SOURCES
from core.strategy.kinds import KINDS
from docs import endurecimento
from etl.cli.app import app

FEW = 12


@pytest.fixture(autouse=True)
def _own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that ran in this process left its script as `__main__`; a process that is made from ours would run it."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def test_every_attack_is_declared_and_can_be_read_without_being_run() -> None:
    assert REGISTRY.refused == () and set(REGISTRY.all) == set(endurecimento.attacks())


def test_every_module_that_reads_what_others_wrote_is_gone_through_by_a_parser() -> None:
    reached = {path for parser in fuzz.PARSERS.values() for path in parser.reads}
    assert set(found()) == reached | set(APART) and not reached & set(APART)
    assert {f"fonte: {s}" for s in SOURCES.all} <= set(fuzz.PARSERS)


def test_a_module_that_reads_and_is_new_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "novo.py").write_text("from core.base.nested import of_json\nx = of_json(b'1')\n")
    (tmp_path / "etl" / "outro.py").write_text("def of_json(x): ...\nx = of_json(b'1')\n")
    assert found(tmp_path) == {"etl/novo.py": {"nested.of_json"}}


@pytest.mark.parametrize("name", fuzz.PARSERS)
def test_a_parser_meets_inputs_that_are_almost_right(name: str) -> None:
    done = fuzz.tried(fuzz.PARSERS[name], 0, FEW, 60)
    named = [f for f in done.faults if not f.endswith(" s")]  # how long it takes is no matter of a test
    assert named == [] and done.count == FEW


def test_inputs_are_the_same_for_the_same_number() -> None:
    import random

    seeds = [b'{"a": [1, 2]}', b"a;b\n1;2\n"]
    made = [[mutated(seeds, random.Random(f"x {n}")) for n in range(50)] for _ in range(2)]
    assert made[0] == made[1] and len(set(made[0])) > 30


def test_what_a_parser_should_not_do_is_a_fault() -> None:
    def read(body: bytes) -> None:
        raise KeyError("nada")

    seen = fuzz.Tried()
    fuzz._one(read, b"", 7, seen)
    assert seen.faults == ["entrada 7: KeyError: 'nada'"] and seen.count == 1


def test_a_plan_gives_each_row_what_is_left() -> None:
    assert Plan(60, most=5).times(200) == 5 and Plan(60).times(200) == 200
    assert 19 < Plan(60).share(0, 3) <= 20 and Plan(0).share(0, 3) == 1


STORE = {s.id: s for s in STORES}


def commands(part: Any, words: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of `python -m etl`, as it is typed."""
    if (inner := getattr(part, "commands", None)) is None:
        yield " ".join(words)
        return
    for name, one in inner.items():
        yield from commands(one, (*words, name))


def test_every_command_that_writes_is_a_store_that_is_attacked_or_says_why_it_is_none(tmp_path: Path) -> None:
    every = set(commands(typer.main.get_command(app)))
    written = {w for s in STORES for w in s.also}
    for store in STORES:
        typed = " ".join(store.write(tmp_path, "x1"))
        written.add(max((c for c in every if typed.startswith(f"{c} ") or typed == c), key=len))
    assert every == written | READ | set(UNTRIED)
    assert not written & READ and not written & set(UNTRIED) and not READ & set(UNTRIED)


def test_every_kind_that_is_said_and_every_base_has_its_attacks() -> None:
    assert {f"execução: {k}" for k in KINDS} <= set(STORE)
    assert set(_SQLITE) == set(_ROWS) == set(_LEDGERS) == damages.sqlite()
    met = {d.what.partition(":")[0] for d in damages.damages()}
    assert damages.sqlite() <= met


FEEDS = "feeds: []\n"


def test_what_is_killed_while_it_writes_leaves_what_was_acknowledged(tmp_path: Path) -> None:
    store, kept = STORE["chaves dos ecrãs"], {"landed": 0, "acknowledged": 0}
    none, until = Row("x", 0, 2, kept=kept), time.monotonic() + 60
    *_, row = kills._killed(store, True, none, 2, until, tmp_path, tmp_path, FEEDS)
    assert row.faults == () and row.tried == 2


def test_a_process_that_ends_by_itself_is_no_kill(tmp_path: Path) -> None:
    codes, wrong = kills._kill([["screens", "issue"]], tmp_path / "notas", {"ENTI_DATA": "\0"}, 60)
    assert codes == [] and wrong == "o processo terminou com 1"


def test_two_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    none = Row("x", 0, 1, kept={"written": 0, "refused": 0})
    row = writers._two(STORE["execução: decisao"], none, 1, time.monotonic() + 60, tmp_path, tmp_path, FEEDS)
    assert row.faults == () and "6 escritas confirmadas" in row.told


def test_a_damaged_store_is_named_by_the_commands_that_meet_it(tmp_path: Path) -> None:
    damage = next(d for d in damages.damages() if d.what == "ecras.sqlite: lixo")
    row = damages.met(damage, tmp_path, tmp_path / "notas")
    assert row.faults == () and row.told == "screens list 20, screens issue 20"
    damage = next(d for d in damages.damages() if d.what == "execucao.sqlite: uma linha que não é nossa")
    row = damages.met(damage, tmp_path / "outra", tmp_path / "outras")
    assert row.faults == () and "requests list 13" in row.told and "money list 13" in row.told


def test_a_store_that_lost_what_was_written_is_a_fault(tmp_path: Path) -> None:
    store = STORE["chaves dos ecrãs"]
    fresh(store, tmp_path, tmp_path / "um", FEEDS)
    assert opened(store, tmp_path / "um") == (0, "")
    (tmp_path / "um" / "ecras.sqlite").write_bytes(b"lixo" * 300)
    held, wrong = opened(store, tmp_path / "um")
    assert held == 0 and "ScreenError" in wrong


def test_an_end_without_a_name_or_a_cure_is_a_fault() -> None:
    ends = [(0, ""), (20, "Erro: x. O que fazer: y."), (1, "x"), (20, "Erro: x."), (0, "Traceback (most\nKeyError: 1")]
    assert [bool(damages.Ended(*end).fault) for end in ends] == [False, False, True, True, True]


def test_answers_twice_as_slow_beside_a_flood_are_a_fault() -> None:
    def row(ms: float, lost: tuple[str, ...] = ()) -> Row:
        return floods._row("x", Seen([ms / 1000] * 9, list(lost)), [Seen([0.1] * 9)], 1)

    assert row(199).faults == () and len(row(200).faults) == 1 and row(1, ("caiu",)).faults == ("caiu",)


def test_what_stands_for_a_hole_is_there() -> None:
    found = endurecimento.looked()
    assert len(found) == 14
    for witness in {w for siblings in found.values() for w in siblings.values() if w}:
        file, _, test = witness.partition("::")
        assert witness in REGISTRY.all or f"def {test}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), witness


def test_what_the_same_code_had_come_to_is_gone_on_from_and_what_other_code_had_is_not() -> None:
    old = Row("x", 7, 9, code="a", kept={"n": 7}).plain()
    plan = Plan(60, before={"x": old})
    assert plan.earlier("x", "a")["kept"] == {"n": 7} and plan.earlier("x", "b") == {} == plan.earlier("y", "a")


def test_a_row_takes_the_place_of_its_own_and_more_tries_of_other_code_stay_told() -> None:
    old = Row("x", 7, 9, code="a").plain() | {"commit": "um"}
    other = Row("y", 1, 9, code="a").plain()
    few = merged([old, other], Row("x", 2, 9, code="b").plain())
    assert [(r["what"], r["tried"]) for r in few] == [("x", 2), ("y", 1)]
    assert few[0]["earlier"] == {"commit": "um", "tried": 7, "faults": 0}
    assert "antes, em `um`: 7, 0 falhas" in endurecimento._earlier(few[0])
    again = merged(few, Row("x", 3, 9, code="b").plain())
    assert again[0]["earlier"]["tried"] == 7 and "earlier" not in merged(again, Row("x", 8, 9, code="b").plain())[0]


def test_a_row_from_before_rows_had_their_own_code_has_that_of_its_part(tmp_path: Path) -> None:
    results, attack = tmp_path / "harden.json", REGISTRY["kills"]
    old = {k: v for k, v in Row("x", 7, 9).plain().items() if k not in ("code", "kept")}
    results.write_text(json.dumps({"kills": {"commit": "um", "ended_at": "", "seconds": 1, "rows": [old]}}))
    fresh_row = Row("x", 2, 9, code="b").plain() | {"commit": "dois", "ended_at": "2026-11-27T00:00:00+00:00"}
    _kept(attack, fresh_row, results)
    (row,) = json.loads(results.read_text())["kills"]["rows"]
    assert (row["commit"], row["earlier"]["commit"]) == ("dois", "um")


def test_inputs_of_two_runs_are_those_of_one() -> None:
    name = "metas por território"
    code = reached(fuzz.PARSERS[name].reads)
    *_, half = parsers._rows(name, Plan(60, most=40), 60)
    *_, rest = parsers._rows(name, Plan(60, most=90, before={name: half.plain()}), 60)
    whole = fuzz.tried(fuzz.PARSERS[name], 0, 90, 60)
    assert (half.tried, rest.tried, rest.code) == (40, 90, code)
    same = ("count", "upto", "taken", "refused", "wrong")
    assert [rest.kept[k] for k in same] == [getattr(whole, k) for k in same]


def test_the_digest_of_code_is_that_of_what_is_imported_too() -> None:
    assert "core/base/nested.py" in _imported("core/base/files.py") and reached(["core/base/files.py"]) == reached(
        ["core/base/files.py", "core/base/nested.py"]
    )
    assert reached(["core/base/files.py"]) != reached(["core/base/nested.py"])


ENDED = """
import time
from bench.harden.__main__ import orderly
from bench.harden.floods import _beside
orderly()
with _beside("ligações caladas", "http://127.0.0.1:9") as flood:
    print(flood.pid, flush=True)
    time.sleep(600)
"""


def test_what_a_run_started_ends_with_it() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDED], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        flood = int(run.stdout.readline())
        run.terminate()
        assert run.wait() == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(flood, 0)

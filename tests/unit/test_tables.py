"""The one reader of CSV: what is wrong with a file is one error with the line, and bounds bite before memory goes."""

import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from core.base import tables
from core.base.errors import EntiError, ExecutionError, StrategyError, TargetError, TerritoryError
from core.base.tables import Limits, Row
from core.catalogue import catalogue
from core.judgement import targets
from core.judgement.targets import HEADER
from core.strategy.evidence import FILES
from core.strategy.evidence import _rows as evidence_rows
from core.terms import territory
from etl.handed import execution_files

TARGETS = (";".join(HEADER) + "\ntaxa_votantes_autarquicas;;1312;50;2021;60,5;2029;Plano\n").encode()
ACTIONS = b"acao;estado;percentagem;nota;revisao\nacao_1_1;em_curso;40%;uma nota;0\nacao_1_2;;;;\n"


def read(text: str, limits: Limits = tables.LIMITS, **more: str) -> tuple[tuple[str, ...], list[Row]]:
    made = tables.table(text, name="a.csv", error=TargetError, limits=limits, **more)
    return made.header, list(made.rows)


def test_rows_have_their_number_and_the_line_where_they_end() -> None:
    text = '\na;b;;\r\n\r\n1;"duas\nlinhas"\n\n;;\n3;4\n'
    assert read(text) == (("a", "b"), [Row(4, 5, ["1", "duas\nlinhas"]), Row(7, 8, ["3", "4"])])
    assert read("a;b\r1;2\r") == read("a;b\r\n1;2\r\n") == (("a", "b"), [Row(2, 2, ["1", "2"])])
    assert read('a;b\n1;"x\ry"\n')[1] == [Row(2, 2, ["1", "x\ry"])]
    assert read("") == read("\n;;\n") == ((), [])
    assert read("a,b\n1,2\n", delimiter=",") == (("a", "b"), [Row(2, 2, ["1", "2"])])


@pytest.mark.parametrize(("text", "of"), [("a;b,c\n", ";"), ("\n\na,b\n;;;;", ","), ("a\tb", "\t"), ("", ";")])
def test_the_delimiter_is_that_of_the_first_line(text: str, of: str) -> None:
    assert tables.delimiter(text) == of


@pytest.mark.parametrize(
    ("text", "limits", "said"),
    [
        ("a\n1\n2\n", Limits(rows=2), "mais linhas, até 2 linhas"),
        ("a;b\n1;2\n", Limits(columns=1), "2 colunas, até 1 colunas"),
        ("a;b\n1;2\n3;4\n", Limits(cells=3), "mais células, até 3 células"),
        ("a\nabc\n", Limits(text=2), "texto comprido na linha 2, até 2 letras"),
        (f"a\n{'x' * 200_000}\n", Limits(), "texto comprido perto da linha 2, até 131072 letras"),
        ('a\n"x\ny\n', Limits(), "aspas que não fecham perto da linha 3"),
        ("a;b\n1;x\r;;\n", Limits(), "linha 2 tem um fim de linha a meio"),
        ('a\n"x"y\n', Limits(), "aspas que não fecham perto da linha 2"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text: str, limits: Limits, said: str) -> None:
    with pytest.raises(TargetError, match=said) as caught:
        read(text, limits)
    assert caught.value.where == "a.csv" and caught.value.cure


@pytest.mark.parametrize(
    "body", [b"a;b\n1;\0\n", b"PK\x03\x04", b"%PDF-1", b" <html>", b"a\n\xe9\n", b"a\n\xed\xa0\x80"]
)
def test_what_is_no_csv_in_utf_8(body: bytes) -> None:
    with pytest.raises(TargetError, match=r"não é CSV|não está em UTF-8"):
        tables.decoded(body, name="a.csv", error=TargetError)


def test_windows_text_is_read_where_it_may_come() -> None:
    assert tables.decoded("ção".encode("cp1252"), name="a", error=TargetError, windows=True) == "ção"
    with pytest.raises(TargetError, match="nem em Windows-1252"):
        tables.decoded(b"\x81\xff", name="a", error=TargetError, windows=True)


def test_short_lines_without_end_take_no_memory() -> None:
    text = "1;2\n" * 1_000_000
    tracemalloc.start()
    try:
        with pytest.raises(TargetError, match="mais linhas"):
            list(tables.table(text, name="a.csv", error=TargetError, limits=Limits(rows=20_000)).rows)
        assert tracemalloc.get_traced_memory()[1] < 8 * len(text)
    finally:
        tracemalloc.stop()


def test_a_file_that_is_not_there_or_too_long(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    assert tables.content(tmp_path / "a.csv", TargetError, Limits(bytes=4)) == b"a\n1\n"
    with pytest.raises(TargetError, match="mais de 3 bytes"):
        tables.content(tmp_path / "a.csv", TargetError, Limits(bytes=3))
    for path in (tmp_path, tmp_path / "b.csv", Path("a\0.csv")):
        with pytest.raises(TargetError, match=r"não existe|não se lê"):
            tables.content(path, TargetError)


def test_a_torn_table_of_ours_is_mended_from_git(tmp_path: Path) -> None:
    for body in (b"a,b\n1\n", b"a,b\n1,\0\n", b'a,b\n"1,2\n', b"\xff"):
        (tmp_path / "a.csv").write_bytes(body)
        with pytest.raises(TerritoryError, match="a partir do git"):
            tables.ours(tmp_path / "a.csv", TerritoryError)
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n")
    assert tables.ours(tmp_path / "a.csv", TerritoryError) == [{"a": "1", "b": "2"}]


def as_targets(body: bytes) -> None:
    targets.read(body, "cm-x", catalogue.load(), territory.load(), name="x.csv")


def as_actions(body: bytes) -> None:
    execution_files.changes(body, "acao", name="x.csv")


def as_evidence(body: bytes) -> None:
    wrong: list[str] = []
    text = tables.decoded(body, name="x.csv", error=StrategyError)
    evidence_rows(FILES["evidence"], text, "evidence", wrong)
    if wrong:
        raise StrategyError("; ".join(wrong))


EVIDENCE = (",".join(FILES["evidence"].HEADER) + "\n").encode() + b"a,b,c\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("read_as", "error", "body"),
    [
        (as_targets, TargetError, TARGETS.replace(b"Plano", b"Pl\0no")),
        (as_targets, TargetError, TARGETS.replace(b"Plano", b'"Plano')),
        (as_targets, TargetError, TARGETS.replace(b"Plano", b"x" * 200_000)),
        (as_targets, TargetError, TARGETS.replace(b"60,5", b"9" * 400)),
        (as_targets, TargetError, TARGETS.replace(b"Plano", b"Pla\rno")),
        (as_actions, ExecutionError, ACTIONS.replace(b"nota", b"no\0ta")),
        (as_actions, ExecutionError, ACTIONS.replace(b"uma nota", b"x" * 200_000)),
        (as_actions, ExecutionError, ACTIONS.replace(b"uma nota;0", b"uma\r;;;;")),
        (as_actions, ExecutionError, ACTIONS.replace(b";0", ";²".encode())),
        (as_actions, ExecutionError, ACTIONS.replace(b"40%", "²%".encode())),
        (as_actions, ExecutionError, ACTIONS.replace(b";0", b";" + b"9" * 5000)),
        (as_actions, ExecutionError, ACTIONS.replace(b"revisao", b"estado")),
        (as_evidence, StrategyError, EVIDENCE),
        (as_evidence, StrategyError, EVIDENCE + b"x" * 200_000),
    ],
)
def test_no_file_ends_in_an_error_of_the_library(
    read_as: Callable[[bytes], None], error: type[EntiError], body: bytes
) -> None:
    with pytest.raises(error) as caught:
        read_as(body)
    assert len(str(caught.value)) < 3000 and "Exceeds" not in str(caught.value) and "invalid" not in str(caught.value)


@pytest.mark.parametrize(
    ("read_as", "good"), [(as_targets, TARGETS), (as_actions, ACTIONS), (as_evidence, EVIDENCE)], ids=["m", "a", "e"]
)
def test_a_file_spoilt_anywhere_is_refused_or_read(read_as: Callable[[bytes], None], good: bytes) -> None:
    chance = random.Random(11)
    for _ in range(300):
        made = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(made))
            made[at : at + chance.randint(0, 3)] = chance.choice(
                [b'"', b"\0", b"\r", b"\n", b";", b",", b"\xff", b"\xed\xa0\x80", "²".encode(), b"9" * 400, b"=", b"-1"]
            )
        try:
            read_as(bytes(made))
        except EntiError as error:
            assert len(str(error)) < 6000

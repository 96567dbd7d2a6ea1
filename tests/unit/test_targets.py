"""Targets that bodies set for their territories: taken whole, or refused with every bad line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.base.errors import TargetError
from core.catalogue import catalogue
from core.judgement import targets
from core.judgement.judge import aims, card
from core.judgement.targets import HEADER, OwnTarget, read
from core.terms import territory
from tests.support.command import Said

TODAY = date(2026, 11, 22)
GOOD = "taxa_votantes_autarquicas;total;1312;52,3;2021;60;2029;Programa municipal, p. 4"


def file(*lines: str) -> bytes:
    return ("\ufeff" + ";".join(HEADER) + "\r\n" + "\r\n".join(lines) + "\r\n").encode()


def taken(*lines: str) -> tuple[OwnTarget, ...]:
    return read(file(*lines), "cm-porto", catalogue.load(), territory.load(), name="metas.csv")


def test_a_good_line_is_read() -> None:
    assert taken(GOOD) == (
        OwnTarget(
            "taxa_votantes_autarquicas", "total", "1312", 52.3, 2021, 60.0, 2029, "Programa municipal, p. 4", "cm-porto"
        ),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nada;;1312;;;60;2029;Plano", "«nada» não existe"),
        ("taxa_votantes_autarquicas;x;1312;;;60;2029;Plano", "série «x» não existe"),
        ("taxa_votantes_autarquicas;;Porto;;;60;2029;Plano", "território «Porto» não existe"),
        ("taxa_votantes_autarquicas;;1312;;;1.234;2029;Plano", "não é um número"),
        ("taxa_votantes_autarquicas;;1312;;;120;2029;Plano", "fora do que"),
        ("taxa_votantes_autarquicas;;1312;;;60;29;Plano", "não é um ano"),
        ("taxa_votantes_autarquicas;;1312;50;;60;2029;Plano", "vão juntos"),
        ("taxa_votantes_autarquicas;;1312;50;2030;60;2029;Plano", "não é anterior"),
        ("taxa_votantes_autarquicas;;1312;;;60;2029;", "falta a fonte"),
        ("taxa_votantes_autarquicas;;1312;;;60;2029", "colunas"),
        ("densidade_populacional;;1312;;;60;2029;Plano", "sentido melhor"),
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str, said: str) -> None:
    with pytest.raises(TargetError) as caught:
        taken(GOOD, line)
    assert "linha 3" in caught.value.what and said in caught.value.what


def test_all_bad_lines_come_at_once_and_repeated_ones_too() -> None:
    with pytest.raises(TargetError, match=r"2 erro\(s\).*linha 3.*repete.*|linha 4"):
        taken(GOOD, "nada;;1312;;;60;2029;Plano", "nada;;1312;;;61;2029;Plano")
    with pytest.raises(TargetError, match="linha 3: repete a linha 2"):
        taken(GOOD, GOOD)


def test_wrong_header_encoding_and_owner_are_said() -> None:
    known = (catalogue.load(), territory.load())
    with pytest.raises(TargetError, match="cabeçalho"):
        read(b"a;b\n1;2\n", "cm-porto", *known, name="x.csv")
    with pytest.raises(TargetError, match="UTF-8"):
        read("é".encode("latin-1"), "cm-porto", *known, name="x.csv")
    with pytest.raises(TargetError, match="nome de quem"):
        read(file(GOOD), "../fora", *known, name="x.csv")


def test_two_bodies_that_disagree_are_both_kept_and_nothing_is_judged() -> None:
    item = catalogue.load().indicator("taxa_votantes_autarquicas")
    own = [
        OwnTarget(item.id, "total", "1312", None, None, value, 2029, "Plano", who)
        for value, who in ((60, "a"), (70, "b"))
    ]
    points = [("2013", 50.0), ("2017", 52.0), ("2021", 54.0), ("2025", 56.0)]
    assert [a.value for a in aims(item, "1312", own)] == [60, 70]
    made = card(item, "total", "1312", points, [], own, TODAY)
    assert made.aim is not None and len(made.verdicts) == 2
    assert (made.aim.state, made.aim.reason) == ("not_assessable", "conflicting_targets")
    alone = card(item, "total", "1312", points, [], own[:1], TODAY)
    assert alone.aim is not None and alone.aim.state == "close" and alone.verdicts[0].target.owner == "a"


def test_the_base_that_the_owner_states_is_where_the_path_begins() -> None:
    item = catalogue.load().indicator("taxa_votantes_autarquicas")
    own = [OwnTarget(item.id, "total", "1312", 40.0, 2009, 60, 2029, "Plano", "a")]
    made = card(item, "total", "1312", [("2013", 50.0), ("2017", 52.0), ("2021", 54.0)], [], own, TODAY)
    assert made.verdicts[0].base == ("2009", 40.0) and made.verdicts[0].required == pytest.approx(1.0, rel=1e-3)


def test_the_command_takes_lists_and_refuses(tmp_path: Path, etl: Callable[..., Said]) -> None:
    good, bad, data = tmp_path / "m.csv", tmp_path / "bad.csv", tmp_path / "data"
    good.write_bytes(file(GOOD))
    bad.write_bytes(file(GOOD, "nada;;1312;;;60;2029;Plano"))
    assert etl("targets", "import", str(good), "--by", "cm-porto", data=data).code == 0
    listed = etl("targets", "list", data=data)
    assert listed.code == 0 and "taxa_votantes_autarquicas" in listed.out and "cm-porto" in listed.out
    refused = etl("targets", "import", str(bad), "--by", "cm-porto", data=data)
    assert refused.code == TargetError.exit_code and "linha 3" in refused.err
    assert (data / "metas" / "cm-porto.csv").read_bytes() == file(GOOD)  # the good one stands
    assert etl("targets", "template", str(tmp_path / "t.csv"), data=data).code == 0
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith(";".join(HEADER))


def test_a_file_that_no_longer_holds_is_named(tmp_path: Path) -> None:
    (tmp_path / "cm-x.csv").write_bytes(file("nada;;1312;;;60;2029;Plano"))
    with pytest.raises(TargetError, match=r"cm-x\.csv"):
        targets.load(catalogue.load(), territory.load(), tmp_path)
    assert targets.load(catalogue.load(), territory.load(), tmp_path / "none") == ()

"""Proposals for the revised Plan and ARPGU: read out of the strategy, refused row by row, and nothing half kept."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.base.errors import ExecutionError
from core.strategy import known, proposals, strategy
from core.strategy.execution import Change, events, say
from etl.handed import act_files
from tests.support.command import Said

TODAY = date(2026, 11, 27)
PLAN = strategy.load()
KNOWN = known.ids()
GOOD = {
    "on": "acao_1_1",
    "part": "prazo",
    "new": "2027",
    "why": "Depende da ação 2.1.",
    "body": "eata",
    "proposed_on": date(2026, 11, 20),
}
HEAD = "proposta;sobre;parte;novo;porque;proposta_por;proposta_em"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


def test_the_old_words_are_those_of_the_strategy_and_none_of_the_file(path: Path) -> None:
    say([Change("proposta", "prazo", GOOD)], "ARTE", today=TODAY, known=KNOWN, path=path)
    (found,) = proposals.proposed(events(path), PLAN)
    assert (found.old, found.document, found.proposal.new) == ("2024", "plano", "2027")
    say([Change("proposta", "prazo", {"new": None})], "ARTE", today=TODAY, known=KNOWN, path=path)
    assert proposals.proposed(events(path), PLAN)[0].proposal.new is None
    say(
        [Change("proposta", "prazo", {"withdrawn": True, "note": "Era da 1.2."})],
        "ARTE",
        today=TODAY,
        known=KNOWN,
        path=path,
    )
    assert proposals.proposed(events(path), PLAN) == () and len(events(path)) == 3


def test_every_cell_of_the_plan_may_be_changed_and_its_words_are_in_the_strategy() -> None:
    texts = proposals.cells(PLAN)
    quoted = {text for _, _, text in strategy.quotes(PLAN)}
    assert set(texts.values()) <= quoted and len(texts) == 47 * 5 + 16 * 2 + 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"on": "acao_99_1"}, "o que se propõe mudar"),
        ({"on": "iniciativa_1"}, "o que se propõe mudar"),
        ({"on": "resolucao", "part": "texto"}, "o que se propõe mudar"),
        ({"part": "capa"}, "part"),
        ({"part": "revoga"}, "não tem palavras novas"),
        ({"body": "ninguem"}, "quem o propõe"),
        ({"proposed_on": date(2026, 12, 1)}, "ainda não chegou"),
        ({"why": ""}, "why"),
        ({"new": ""}, "new"),
        ({"evidence": "javascript:alert(1)"}, "não é um endereço"),
    ],
)
def test_what_cannot_stand_is_refused_whole(path: Path, values: dict[str, object], said: str) -> None:
    both = [Change("proposta", "proposta_boa", GOOD), Change("proposta", "proposta_ma", GOOD | values)]
    with pytest.raises(ExecutionError) as caught:
        say(both, "ARTE", today=TODAY, known=KNOWN, path=path)
    assert "proposta_ma:" in caught.value.what and said in caught.value.what and events(path) == ()


def test_a_file_names_each_bad_line_with_its_column() -> None:
    lines = (
        f"{HEAD}\np_um;acao_1_1;prazo;2027;Porque sim;eata;20/11/2026\n;acao_1_1;prazo;;Porque sim;eata;2026-11-20\n"
    )
    with pytest.raises(ExecutionError) as caught:
        act_files.changes(lines.encode(), "proposta", name="propostas.csv")
    said = caught.value.what
    assert "linha 2" in said and "proposta_em" in said and "linha 3" in said and "coluna proposta" in said


def test_the_command_takes_a_file_lists_it_with_the_old_words_and_writes_it_again(
    etl: Callable[..., Said], tmp_path: Path
) -> None:
    file = tmp_path / "p.csv"
    file.write_text(f"{HEAD}\np_um;acao_1_1;prazo;;Porque sim;eata;2026-11-20\n", encoding="utf-8")
    assert etl("proposals", "import", str(file), "--by", "ARTE", data=tmp_path).code == 0
    said = etl("proposals", "list", "--json", data=tmp_path).out
    assert '"old": "2024"' in said and '"new": null' in said
    assert etl("proposals", "export", str(tmp_path / "q.csv"), data=tmp_path).code == 0
    assert "p_um;acao_1_1;prazo;;Porque sim;eata;2026-11-20" in (tmp_path / "q.csv").read_text(encoding="utf-8-sig")
    bad = etl(
        *("proposals", "put", "p_dois", "--about", "acao_1_1", "--part", "prazo", "--why", "Sim.", "--body", "ninguem"),
        *("--on", "2026-11-20", "--by", "ARTE"),
        data=tmp_path,
    )
    assert bad.code == 13 and "quem o propõe" in bad.err


def test_facts_force_what_an_act_says_by_the_day_and_not_before() -> None:
    assert proposals.forced(PLAN, date(2023, 12, 28)) == ()
    by_day = {f.old: f.new for f in proposals.forced(PLAN, date(2025, 8, 22))}
    assert by_day["AMA"] == "ARTE" and by_day["EMPD"] is None and "FCT" not in by_day
    cells = proposals.cells(PLAN)
    for f in proposals.forced(PLAN, TODAY):
        assert f.cells and all(f.old in cells[c] for c in f.cells), f.old

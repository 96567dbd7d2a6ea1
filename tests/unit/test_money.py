"""Money by kind: never added across kinds, the newest of each action and fund alone, and what is not known counted."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.base.errors import ExecutionError
from core.catalogue import catalogue
from core.strategy import evidence, known, money, strategy
from core.strategy.execution import Change, events, say
from core.strategy.money import Line
from core.terms.enti import ACTIONS
from etl.handed import act_files
from show.sentences import euros, money_said
from tests.support.command import Said

TODAY = date(2026, 11, 26)
PLAN, KNOWN = strategy.load(), known.ids()
ALL = PLAN.ids("actions")
PAID = {
    "action": "acao_9_1",
    "kind": "paga",
    "amount_eur": 100.0,
    "as_of": date(2026, 1, 31),
    "fund": "PRR",
    "source": "Ficha do PRR",
}
CALL = {"title": "Aviso 1", "fund": "PRR", "evidence": "https://a.pt", "actions": ("acao_9_1",)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "execucao.sqlite"


def tell(path: Path, entry: str, of: str = "verba", /, **values: Any) -> tuple[Line, ...]:
    say([Change(of, entry, values)], "ARTE", today=TODAY, known=KNOWN, path=path)
    return money.lines(events(path))


def amounts(some: tuple[Line, ...]) -> dict[str, tuple[float, int]]:
    return {k: (s.amount_eur, s.actions) for k, s in money.sums(some, ALL).items()}


def test_kinds_are_never_added_and_of_each_action_and_fund_the_newest_counts(path: Path) -> None:
    tell(path, "verba_um", **PAID)
    tell(path, "verba_dois", **(PAID | {"amount_eur": 70.0, "as_of": date(2025, 12, 31)}))  # said later, of before
    tell(path, "verba_tres", **(PAID | {"amount_eur": 40.0, "fund": "PT2030"}))
    tell(path, "verba_quatro", **(PAID | {"amount_eur": 5.0, "action": "acao_1_3"}))
    some = tell(path, "verba_cinco", **(PAID | {"amount_eur": 900.0, "kind": "aprovada"}))
    assert amounts(some) == {"aprovada": (900.0, 1), "paga": (145.0, 2)}
    newer = tell(path, "verba_seis", **(PAID | {"amount_eur": 120.0, "as_of": date(2026, 6, 30), "fund": " prr"}))
    assert amounts(newer)["paga"] == (165.0, 2)
    (paid,) = [s for s in money.sums(newer, {"acao_9_1"}).values() if s.kind == "paga"]
    assert (paid.first, paid.last) == (date(2026, 1, 31), date(2026, 6, 30))
    same_day = tell(path, "verba_sete", **(PAID | {"amount_eur": 130.0, "as_of": date(2026, 6, 30)}))
    assert amounts(same_day)["paga"] == (175.0, 2)  # of two of the same day, the one said last
    back = tell(path, "verba_sete", withdrawn=True, note="Engano.")
    assert amounts(back)["paga"] == (165.0, 2)


def test_actions_without_a_line_are_counted_and_a_known_nought_is_known(path: Path) -> None:
    assert len(money.without((), PLAN)) == ACTIONS and money.sums((), ALL) == {}
    assert "ninguém registou nenhuma" in money_said((), PLAN, "pt")
    some = tell(path, "verba_um", **(PAID | {"amount_eur": 0.0}))
    assert "acao_9_1" not in money.without(some, PLAN) and amounts(some) == {"paga": (0.0, 1)}
    assert f"{ACTIONS - 1} das {ACTIONS} ações sem verba conhecida" in money_said(some, PLAN, "pt")
    assert money.sums(some, {"acao_1_1"}) == {}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "prometida"}, "kind"),
        ({"amount_eur": -1.0}, "amount_eur"),
        ({"amount_eur": float("nan")}, "amount_eur"),
        ({"amount_eur": float("inf")}, "amount_eur"),
        ({"action": "acao_99_1"}, "a ação não existe"),
        ({"as_of": date(2026, 12, 1)}, "ainda não chegou"),
        ({"fund": ""}, "fund"),
        ({"source": None}, "source"),
    ],
)
def test_a_sum_that_cannot_stand_is_refused(path: Path, values: dict[str, Any], said: str) -> None:
    with pytest.raises(ExecutionError) as caught:
        tell(path, "verba_um", **(PAID | values))
    assert said in caught.value.what and events(path) == ()


def test_an_action_of_several_domains_stands_in_each() -> None:
    of = money.by_domain(PLAN, strategy.load_links(), catalogue.load())
    assert set(of) == {d.name for d in catalogue.load().domains}
    whole = frozenset[str]().union(*of.values())
    assert sum(map(len, of.values())) > len(whole) > 0 and whole <= ALL


def test_a_call_is_open_from_its_first_day_to_its_last(path: Path) -> None:
    for name, opens, closes in (
        ("aviso_fechado", date(2026, 10, 1), date(2026, 11, 25)),
        ("aviso_de_hoje", date(2026, 10, 1), TODAY),
        ("aviso_aberto", TODAY, date(2026, 12, 31)),
        ("aviso_futuro", date(2026, 11, 27), date(2026, 12, 31)),
    ):
        tell(path, name, "aviso", **CALL, opens=opens, closes=closes)
    found = money.calls(events(path), TODAY)
    assert [(o.id, o.when, o.days) for o in found] == [
        ("aviso_de_hoje", "open", 0),
        ("aviso_aberto", "open", 35),
        ("aviso_futuro", "ahead", 1),
        ("aviso_fechado", "closed", -1),
    ]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"closes": date(2026, 9, 1)}, "antes de abrir"),
        ({"evidence": None}, "o endereço"),
    ]
    for values, said in wrong:
        with pytest.raises(ExecutionError, match=said):
            tell(path, "aviso_aberto", "aviso", **values)


def test_what_public_pages_say_of_money_has_its_address_and_is_in_no_sum() -> None:
    found = money.public(evidence.load(), PLAN)
    assert found and all(e.address and e.kind in ("funded", "call") for mine in found.values() for e in mine)
    assert set(found) <= set(money.without((), PLAN))


def test_euros_have_cents_only_where_there_are_any() -> None:
    plain = [euros(x, "pt").replace("\u00a0", " ") for x in (1250000, 1250000.5, 0)]
    assert plain == ["1 250 000 €", "1 250 000,50 €", "0 €"] and euros(1250000.5, "en") == "€1,250,000.50"


@pytest.mark.parametrize(
    ("cell", "amount"), [("1250000", 1250000.0), ("1 250 000,50", 1250000.5), ("0", 0.0), ("12.5", 12.5)]
)
def test_an_amount_is_read_as_a_spreadsheet_writes_it(cell: str, amount: float) -> None:
    (change,) = act_files.changes(f"verba;montante_eur\nverba_um;{cell}\n".encode(), "verba", name="v.csv")
    assert change.values == {"amount_eur": amount}


@pytest.mark.parametrize("cell", ["1.234", "1.250.000", "-3", "1e9", "muito", "1,2345"])
def test_an_amount_that_could_be_two_things_is_refused(cell: str) -> None:
    with pytest.raises(ExecutionError, match="coluna montante_eur"):
        act_files.changes(f"verba;montante_eur\nverba_um;{cell}\n".encode(), "verba", name="v.csv")


def test_the_commands_say_withdraw_and_list(etl: Callable[..., Said], tmp_path: Path) -> None:
    assert f"Sem verba conhecida: {ACTIONS} de {ACTIONS}" in etl("money", "list", data=tmp_path).out
    words = ("--amount", "1250000", "--as-of", "2026-01-31", "--fund", "PRR", "--source", "Ficha", "--by", "ARTE")
    assert etl("money", "say", "acao_9_1", "--kind", "paga", *words, data=tmp_path).code == 0
    made = json.loads(etl("money", "list", "--json", data=tmp_path).out)
    assert [x["id"] for x in made["lines"]] == ["verba_9_1_paga_prr_1ebdeb_2026_01_31"] and len(
        made["without"]
    ) == ACTIONS - 1
    assert "paga: 1 250 000,00 € de 1 ações" in etl("money", "list", data=tmp_path).out.replace("\u00a0", " ")
    file = tmp_path / "v.csv"
    assert etl("money", "export", str(file), data=tmp_path).code == 0
    assert "Nada mudou" in etl("money", "import", str(file), "--by", "ARTE", data=tmp_path).out
    gone = ("verba_9_1_paga_prr_1ebdeb_2026_01_31", "--note", "Engano.", "--by", "ARTE")
    assert etl("money", "withdraw", *gone, data=tmp_path).code == 0
    assert json.loads(etl("money", "list", "--json", data=tmp_path).out)["lines"] == []
    call = ("--title", "Aviso 1", "--fund", "PRR", "--opens", "2026-01-01", "--closes", "2026-02-01", "--by", "ARTE")
    assert etl("money", "call", "set", "aviso_um", *call, "--evidence", "https://a.pt", data=tmp_path).code == 0
    assert "aberto" in etl("money", "call", "list", "--date", "2026-02-01", data=tmp_path).out
    assert "fechado" in etl("money", "call", "list", "--date", "2026-02-02", data=tmp_path).out


def test_two_funds_whose_names_begin_alike_are_two_sums(etl: Callable[..., Said], tmp_path: Path) -> None:
    words = ("--kind", "aprovada", "--as-of", "2026-09-30", "--source", "Aviso lido", "--by", "ARTE")
    for amount, fund in (("1000000", "Programa Regional Norte"), ("2000000", "Programa Regional Centro")):
        assert etl("money", "say", "acao_9_1", "--amount", amount, "--fund", fund, *words, data=tmp_path).code == 0
    made = json.loads(etl("money", "list", "--json", data=tmp_path).out)["lines"]
    assert sorted(x["amount_eur"] for x in made) == [1_000_000, 2_000_000]
    refused = etl("money", "say", "acao_9_1", "--amount", "1234.567", "--fund", "PRR", *words, data=tmp_path)
    assert refused.code and "ao cêntimo" in refused.err

"""One tally of how the country stands, in words that are alike everywhere; and what is to be decided."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.catalogue import catalogue
from core.judgement.judge import Card, card
from core.judgement.judge import judge as judge_all
from core.reading import nation
from core.reading.agenda import KINDS, MOST, agenda
from core.reading.reading import Reader
from core.strategy import execution, present, strategy
from core.strategy.execution import Change, say
from core.strategy.execution_model import Meeting
from core.strategy.standing import WHENS, Standing, due_soon, standings
from core.strategy.standing import tally as tally_of
from core.terms import territory
from core.terms.enti import ACTIONS
from core.warehouse.store import Store, resolve
from show import verdicts, whens

BOOK, PLACES, PLAN, NOW = catalogue.load(), territory.load(), strategy.load(), present.load()
TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def reader(warehouse: Path) -> Reader:
    return Reader(Store(resolve(warehouse / "builds")), BOOK, PLACES, TODAY)


def of(values: list[float], item: str = "mortalidade_infantil", first: int = 2015) -> Card:
    points = [(str(first + n), v) for n, v in enumerate(values)]
    return card(
        BOOK.indicator(item), "anual" if item == "mortalidade_infantil" else "total", "PT", points, [], (), TODAY
    )


FALLING, RISING, FLAT = [9, 8, 7, 6, 5, 4, 3], [3, 4, 5, 6, 7, 8, 9], [3, 4, 3, 4, 3, 4, 3]


def test_each_group_is_counted_once_and_they_are_all_of_them() -> None:
    cards = [of(v) for v in (FALLING, FALLING, RISING, FLAT, [1, 2], [])] + [of(RISING, "densidade_populacional")]
    found = nation.tally(cards)
    assert (found.good, found.bad, found.same, found.neutral, found.few, found.none) == (2, 1, 1, 1, 1, 1)
    assert (found.of, found.judged, found.unjudged, found.known) == (7, 5, 2, 6)


def test_only_figures_younger_than_the_strategy_speak_of_it() -> None:
    assert nation.tally([of(FALLING), of(FALLING, first=2019)]).speaking == 1


def test_the_country_of_the_pages_the_wall_and_the_reports_is_one(reader: Reader) -> None:
    cards = reader.nations()
    assert set(cards) == {i.id for i in BOOK.indicators}
    table = judge_all(reader.store, BOOK, PLACES, "2024", (), TODAY).set_index(["indicator_id", "territory_id"])
    for id_, made in cards.items():
        row = table.loc[(id_, made.territory_id)]
        assert (made.state, made.reason, made.short.state) == (row["state"], row["reason"], row["short"]), id_


@pytest.mark.parametrize(
    ("values", "pt", "en"),
    [
        ([FALLING, FALLING, FLAT], "Melhora em 2 de 3", "2 of 3 improve"),
        ([RISING, FLAT], "Piora em 1 de 2", "1 of 2 worsen"),
        ([RISING, FALLING], "Sinais opostos: 1 melhora, 1 piora", "Opposite signs: 1 better, 1 worse"),
        ([RISING, FALLING, FALLING], "Sinais opostos: 2 melhoram, 1 pioram", "Opposite signs: 2 better, 1 worse"),
        ([FLAT, [1.0]], "Sem mudança segura", "No significant change"),
        ([[1.0], []], "Não se pode dizer", "Cannot be said"),
    ],
)
def test_a_domain_is_said_by_counts_over_what_can_be_judged(values: list[list[float]], pt: str, en: str) -> None:
    found = nation.tally([of(v) for v in values])
    assert (verdicts.domain_said(found, "pt"), verdicts.domain_said(found, "en")) == (pt, en)


def test_the_tally_is_said_with_its_denominator() -> None:
    found = nation.tally([of(v) for v in (FALLING, FLAT, [1.0])])
    said = "Dos 3 indicadores, 1 melhora, 0 pioram e 1 não muda de forma segura; 1 não se pode julgar"
    assert verdicts.tally_said(found, "pt") == said
    assert verdicts.tally_short(found, "en") == "Of 3 indicators, 1 improves and 0 worsen; 1 cannot be judged"
    assert "O que melhora não tem valores posteriores" in verdicts.speaking_said(found, "pt")
    assert verdicts.speaking_said(replace(found, good=0), "pt") == ""


def test_the_short_window_is_said_with_both_ends_or_why_not() -> None:
    said = verdicts.short_said(of([2.4, 2.4, 2.6, 2.5, 3.0, 2.8], first=2020), "pt")
    assert said.startswith("+3,1\u00a0% por ano: de 2,4\u00a0‰ (2020) a 2,8\u00a0‰ (2025)") and "sem teste" in said
    assert "não há valor de há cinco" in verdicts.short_said(of([1.0, 2.0]), "pt")


def test_every_short_row_name_fits_a_square() -> None:
    assert all(i.short is not None and max(map(len, (i.short.pt, i.short.en))) <= 24 for i in BOOK.indicators)
    assert len({i.brief.pt for i in BOOK.indicators}) == 48


# The agenda


def plan(*changes: Change, path: Path | None = None) -> tuple[Standing, ...]:
    if path is None:
        return standings(PLAN, {}, TODAY)
    known = {"acao": PLAN.ids("actions"), "recommendations": (), "territories": (), "structures": ()}
    say(changes, "AMA", today=TODAY, known=known, path=path)
    return standings(PLAN, execution.current(execution.events(path), "acao"), TODAY)


def test_what_is_to_be_decided_has_its_day_or_waits_for_none(reader: Reader) -> None:
    found = agenda(PLAN, NOW, plan(), [], reader)
    assert len(found) == MOST and [m.kind for m in found[:3]] == ["report", "meeting", "word"]
    assert [m.due for m in found] == [date(2026, 12, 31)] * 3 + [None] * 3
    kinds = [KINDS.index(m.kind) for m in found if m.due is None]
    assert kinds == sorted(kinds)
    words = next(m for m in found if m.kind == "word")
    assert words.params["n"] == 36 and words.params["past"] == 21 and "ARTE" in str(words.params["bodies"])


def test_a_meeting_on_record_is_no_longer_asked_for(reader: Reader) -> None:
    held = [Meeting(structure=s, held_on=date(2026, 10, 5)) for s in ("ece", "eat")]
    assert "meeting" not in [m.kind for m in agenda(PLAN, NOW, plan(), held, reader)]
    older = [Meeting(structure=s, held_on=date(2026, 9, 30)) for s in ("ece", "eat")]
    assert "meeting" in [m.kind for m in agenda(PLAN, NOW, plan(), older, reader)]


def test_of_the_eat_the_regions_are_named_of_which_no_meeting_is_on_record(reader: Reader) -> None:
    def who(*regions: str | None) -> str:
        held = [Meeting(structure="eat", held_on=date(2026, 10, 5), region=r) for r in regions]
        found = agenda(PLAN, NOW, plan(), [Meeting(structure="ece", held_on=date(2026, 10, 5)), *held], reader)
        return next((str(m.params["who"]) for m in found if m.kind == "meeting"), "")

    assert who() == "EAT (Norte, Centro, Lisboa e Vale do Tejo, Alentejo, Algarve, Madeira, Açores)"
    assert who("norte", "acores") == "EAT (Centro, Lisboa e Vale do Tejo, Alentejo, Algarve, Madeira)"
    assert who("norte", None) == "" and who(*(r.id for r in NOW.regions)) == ""


def test_what_was_said_brings_its_own_matters(reader: Reader, tmp_path: Path) -> None:
    late = Change("acao", "acao_1_1", {"state": "em_curso"})
    done = Change("acao", "acao_1_2", {"state": "concluida"})
    found = {m.kind: m for m in agenda(PLAN, NOW, plan(late, done, path=tmp_path / "e.sqlite"), [], reader)}
    assert found["late"].params["n"] == found["evidence"].params["n"] == 1
    assert found["word"].params["past"] == 19


def test_an_action_of_two_terms_is_due_at_its_next_one() -> None:
    known = plan()
    soon = due_soon(known)
    assert len(soon) == 15 and all(s.next_term == date(2026, 12, 31) for s in soon)
    assert any(s.action.deadline.last_day > date(2026, 12, 31) for s in soon)


def test_the_calendar_makes_one_thing_of_each_action_and_the_words_count_all_of_them(tmp_path: Path) -> None:
    late = Change("acao", "acao_1_1", {"state": "em_curso"})
    done = Change("acao", "acao_1_2", {"state": "concluida"})
    found = tally_of(plan(late, done, path=tmp_path / "e.sqlite"))
    assert tuple(found.whens) == WHENS and sum(found.whens.values()) == found.total == ACTIONS
    assert found.whens == {"silent": 19, "late": 1, "soon": 15, "ahead": 11, "done": 1}
    assert whens.counts(found, "pt") == (
        "19 fora de prazo sem notícia, 1 atrasada, 15 vencem em 90 dias, 11 por vencer, 1 concluída"
    )
    assert whens.counts(found, "en", ("late",)) == "1 late" and whens.counts(tally_of([]), "pt") == "nenhuma"

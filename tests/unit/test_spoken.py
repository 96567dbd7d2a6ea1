"""The words of few cases, ties and comparisons, the same for page, map, wall and paper."""

from dataclasses import replace
from datetime import date

import pytest

from core.catalogue import catalogue
from core.catalogue.basis import Sample
from core.judgement.interval import interval
from core.judgement.interval import mark as mark_of
from core.reading.model import Cases, Compared, Point, Position
from core.reading.reading import Reader
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store
from reports.model import Table
from reports.place import of_territory
from show import cases
from show.findings import concentration, regions
from show.paint import findings, paint
from show.scale import classify
from show.sentences import said_of
from show.spoken import compared_said, rank, spoken
from show.texts import t

BOOK = catalogue.load()
INFANTS = BOOK.indicator("mortalidade_infantil")
AGED = BOOK.indicator("mortalidade_padronizada")
TURNOUT = BOOK.indicator("taxa_votantes_autarquicas")
BIRTHS = INFANTS.basis
PERIOD = "2019-2023"


@pytest.fixture
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, territory.load(), date(2026, 11, 27))


def of(n: float | None, base: float | None) -> Cases:
    return Cases(BIRTHS, n, base, mark_of(BIRTHS, n, base), None)


@pytest.mark.parametrize(
    ("n", "base", "pt", "en"),
    [
        (0, 41, "0 óbitos, 41 nados-vivos", "0 deaths, 41 live births"),
        (1, 499, "1 óbito, 499 nados-vivos", "1 death, 499 live births"),
        (2, 1, "2 óbitos, 1 nado-vivo", "2 deaths, 1 live birth"),
        (None, 41, "", ""),
    ],
)
def test_cases_are_said_as_they_are_counted(n: float | None, base: float, pt: str, en: str) -> None:
    assert (cases.counts(of(n, base), "pt"), cases.counts(of(n, base), "en")) == (pt, en)


@pytest.mark.parametrize(
    ("n", "base", "mark", "hint"),
    [
        (0, 41, "menos de 500 nados-vivos", "menos de 500 nados-vivos: sem posição"),
        (19, 9000, "poucos casos", "poucos casos"),
        (20, 9000, "", ""),
        (None, None, "sem número de casos", "sem número de casos: sem posição"),
    ],
)
def test_the_mark_says_what_is_small(n: float | None, base: float | None, mark: str, hint: str) -> None:
    own = of(n, base)
    assert (cases.mark(BIRTHS, own.mark, "pt"), cases.hint(BIRTHS, own.mark, "pt")) == (mark, hint)
    assert bool(cases.why(own, "pt")) == bool(mark)


def test_a_small_place_has_its_counts_for_a_headline_and_no_rank(reader: Reader) -> None:
    said = spoken(reader.of(INFANTS, "0802", "quinquenal", PERIOD), "pt")
    assert said.counted and "‰" not in said.figure and said.figure.endswith("nados-vivos")
    assert said.rank == "sem posição: menos de 500 nados-vivos" and said.tone == ""
    assert said.compared == t("compared.why.floor", "pt")
    assert "um só óbito" in said.why and said.marked() is not None


def test_a_large_place_has_its_rate_its_interval_and_its_rank(reader: Reader) -> None:
    found = reader.of(INFANTS, "1106", "quinquenal", PERIOD)
    said, english = spoken(found, "pt"), spoken(found, "en")
    assert said.figure.endswith("‰") and not said.counted and said.mark == "" and said.marked() is None
    assert "Poisson exato" in said.interval and "exact Poisson" in english.interval
    assert found.position is not None and said.rank.startswith(f"{found.position.rank}.º de {found.position.of}")


def test_each_kind_says_its_interval_or_that_there_is_none(reader: Reader) -> None:
    aged = spoken(reader.of(AGED, "2024:15", "derivada_todas", "2023"), "pt").interval
    assert "aproximado" in aged
    assert spoken(reader.of(TURNOUT, "1106", "total", "2025"), "pt").interval == t("interval.complete", "pt")
    old = spoken(reader.of(INFANTS, "2013:11", "quinquenal", "1996-2000"), "pt")
    assert old.interval == "sem número de casos" and old.mark == "sem número de casos"
    assert old.rank == "sem posição: sem número de casos"
    rare = spoken(reader.of(AGED, "2024:15", "derivada_gravidez_parto", "2023"), "pt")
    assert rare.interval == t("interval.too_few", "pt") and rare.mark == "menos de 20 óbitos"
    survey = Sample(kind="sample")
    share = interval(survey, 30.8, 81, 263)
    assert share is not None and cases.counts(Cases(survey, 81, 263, "", share), "pt") == "81 de 263 respostas"


@pytest.mark.parametrize(("tied", "said"), [(0, "1.º de 144"), (2, "1.º de 144, ex aequo com 2")])
def test_ties_are_said(tied: int, said: str) -> None:
    assert rank(Position(1, 144, tied), "pt") == said


def test_similar_needs_an_interval_else_it_is_the_same() -> None:
    point = Point("2025", 2.6, "A", "F", "")
    beside = Compared("similar", None, "PT", point)
    known = replace(of(30, 9000), interval=interval(BIRTHS, 3.3, 30, 9000))
    assert compared_said(beside, known, "pt") == "semelhante ao país"
    assert compared_said(beside, of(None, None), "pt") == "igual ao país"
    assert compared_said(replace(beside, place="2024:1"), known, "pt") == "semelhante ao Continente"
    assert compared_said(Compared(None, "itself"), None, "pt") == ""


@pytest.mark.parametrize("lang", ["pt", "en"])
def test_every_state_and_reason_has_its_words(lang: str) -> None:
    for state in ("better", "worse", "similar", "above", "below", "equal"):
        assert t(f"compared.{state}.country", lang) != t(f"compared.{state}.mainland", lang)
    for why in ("no_value", "no_reference", "total", "undated", "floor", "unknown"):
        assert compared_said(Compared(None, why), None, lang)  # type: ignore[arg-type]


def test_the_country_of_few_deaths_is_said_by_them(reader: Reader) -> None:
    read = reader.of(AGED, "PT", "derivada_gravidez_parto")
    few = next(p.period for p in read.known if (c := replace(read, asked=p.period).cases) and c.mark == "floor")
    said = said_of(read, few, "pt")
    assert "óbito" in said and str(read.now) not in said
    many = said_of(reader.of(INFANTS, "PT", "anual"), "2023", "pt")
    assert "‰" in many and "óbitos" not in many


def test_a_map_marks_every_colour_that_rests_on_few_and_ranks_none_below_the_floor(store: Store) -> None:
    rows = queries.slice_at(store, INFANTS.id, "quinquenal", "municipio", "2024", PERIOD)
    scale = classify(rows["value"].tolist(), percentage=False)
    made = paint(rows, INFANTS, "quinquenal", scale, "pt", PERIOD)
    counts = {
        n: said for said, at in made["counts"] for a, b in zip(at[::2], at[1::2], strict=True) for n in range(a, b + 1)
    }
    assert len(made["few"]) == len(rows) == len(made["ranks"])
    for n, row in enumerate(rows.itertuples(index=False)):
        below = row.denominator < 500
        expected = " " if row.value != row.value else "m" if below else "p" if row.numerator < 20 else " "
        assert made["few"][n] == expected
        assert (made["ranks"][n] is None) == (expected == "m" or row.value != row.value)
        assert (n in counts) == (expected == "m")
    assert counts and f"menos de 500 nados-vivos, sem posição: {len(counts)}" in made["dots"]
    turnout = queries.slice_at(store, TURNOUT.id, "total", "municipio", "2024", "2025")
    plain = paint(turnout, TURNOUT, "total", scale, "pt", "2025")
    assert (plain["few"], plain["counts"], plain["dots"]) == ("", [], "")
    assert [r for r in plain["ranks"] if r is not None]


def test_the_ranks_of_a_map_are_tied_as_they_read(store: Store) -> None:
    rows = queries.slice_at(store, TURNOUT.id, "total", "municipio", "2024", "2025")
    made = paint(rows, TURNOUT, "total", classify(rows["value"].tolist(), percentage=True), "pt", "2025")
    by_text: dict[str, set[int]] = {}
    for text, at in zip(made["texts"], made["ranks"], strict=True):
        by_text.setdefault(text, set()).add(at)
    assert all(len(found) == 1 for found in by_text.values()) and len(by_text) < len(rows)


def test_a_map_draws_no_finding_from_few_cases(store: Store) -> None:
    """Which region has most of the highest fifth is said of turnout, and of no rate that rests on a few deaths."""
    region = regions(territory.load(), "2024")
    said = {}
    for item, series, period in ((INFANTS, "quinquenal", "2011-2015"), (TURNOUT, "total", "2025")):
        rows = queries.slice_at(store, item.id, series, "municipio", "2024", period)
        said[item.id] = findings(rows, item, series, "municipio", region, period, "pt")
        noisy = concentration(rows.set_index("territory_id")["value"], region, period, "pt")
        assert noisy, "taken as they are, both would be said"
    assert said[INFANTS.id]["finding"] == "" and said[INFANTS.id]["half"]
    assert said[TURNOUT.id]["finding"]


def test_the_report_of_a_small_place_has_its_counts_and_says_ties(store: Store) -> None:
    report = of_territory(store, "0802", date(2026, 11, 27))
    table = next(b for b in report.blocks if isinstance(b, Table))
    rows = {row[0]: row for row in table.rows}
    assert "nados-vivos" in rows["45"][2] and "‰" not in rows["45"][2]
    assert rows["45"][5] == "sem posição: menos de 500 nados-vivos"
    assert "ex aequo com" in rows["16"][5] and "(melhor do que o país)" in rows["33"][4]

"""Sentences: each kind once, word for word, and no claim that the figures of any place deny."""

import random
from datetime import date

import pandas as pd
import pytest

from core.catalogue import catalogue
from core.catalogue.catalogue import Indicator
from core.reading.model import Coverage, Origin
from core.reading.reading import Reader
from core.terms import territory
from core.terms.period import UNKNOWN, label, parse
from core.warehouse import loads, queries
from core.warehouse.store import Store
from show import verdicts
from show.sentences import bare, caveat, coverage, dated, headline, place_name, source_line, source_short, value_or_gap

NB = "\u00a0"
BOOK = catalogue.load()
TURNOUT = BOOK.indicator("taxa_votantes_autarquicas")


def series(*values: float | None, status: str = "A") -> pd.DataFrame:
    """A yearly series from 2001 on."""
    periods = [str(2001 + n) for n in range(len(values))]
    return pd.DataFrame({"period": periods, "value": values, "status": status, "conf": "F", "note": None})


def said(rows: pd.DataFrame, period: str, lang: str = "pt", item: Indicator = TURNOUT) -> str:
    return headline(item, item.default_series.id, rows, "Évora", period, lang)


def test_turnout_of_2025_word_for_word(store: Store) -> None:
    rows = queries.series_of(store, TURNOUT.id, "total", ["PT"])
    assert headline(TURNOUT, "total", rows, "Portugal", "2025", "pt") == (
        f"Em 2025, Portugal: 59,3{NB}%, mais 5,6{NB}p.p. do que em 2021 e o valor mais alto desde 2009."
    )
    assert headline(TURNOUT, "total", rows, "Portugal", "2025", "en") == (
        f"In 2025, Portugal: 59.3%, 5.6{NB}pp more than in 2021 and the highest since 2009."
    )


@pytest.mark.parametrize(
    ("values", "period", "ending"),
    [
        ([50.0], "2001", f"Évora: 50,0{NB}%."),  # a first period has nothing to be compared with
        ([50.0, 51.84], "2002", f"mais 1,8{NB}p.p. do que em 2001."),
        ([51.84, 50.0], "2002", f"menos 1,8{NB}p.p. do que em 2001."),
        ([50.0, 50.04], "2002", "o mesmo que em 2001."),
        ([50.0, None, 52.0], "2003", f"mais 2,0{NB}p.p. do que em 2001."),  # against the last known one
        ([50.0, 51.0, 52.0], "2003", f"mais 1,0{NB}p.p. do que em 2002."),  # three periods make no record
        ([50.0, 51.0, 52.0, 53.0], "2004", "e o valor mais alto desde 2001."),
        ([53.0, 52.0, 51.0, 50.0], "2004", "e o valor mais baixo desde 2001."),
        ([53.0, 52.0, 51.0, 53.0], "2004", f"mais 2,0{NB}p.p. do que em 2003."),  # a shared record is none
        ([50.0, None], "2002", "Évora: sem valor em 2002."),
        ([50.0], "1999", "Évora: sem valor em 1999."),
    ],
)
def test_what_is_said_of_a_value(values: list[float | None], period: str, ending: str) -> None:
    assert said(series(*values), period).endswith(ending)


def test_later_periods_do_not_change_what_was_a_record() -> None:
    assert "mais alto desde 2001" in said(series(50, 51, 52, 53, 99), "2004")


def test_an_estimate_is_called_one_and_says_why() -> None:
    rows = series(50.0, status="E")
    assert said(rows, "2001").endswith(". Valor estimado.")
    rows["note"] = "sem 4 de 308 municípios"
    assert said(rows, "2001").endswith(". Valor estimado (sem 4 de 308 municípios).")
    assert (caveat("A", None, "pt"), caveat("P", None, "en")) == ("", " Provisional value.")


@pytest.mark.parametrize(
    ("period", "pt", "en"),
    [
        ("2025", "Em 2025,", "In 2025,"),
        ("2025-Q2", "No 2.º trim. 2025,", "In Q2 2025,"),
        ("2024-06", "Em junho de 2024,", "In June 2024,"),
        ("2024-06-22", "Em 22/06/2024,", "On 22 June 2024,"),
        ("2019-2023", "De 2019 a 2023,", "From 2019 to 2023,"),
        ("2024/2025", "Em 2024/2025,", "In 2024/2025,"),
    ],
)
def test_when_in_words(period: str, pt: str, en: str) -> None:
    rows = series(50.0).assign(period=period)
    assert said(rows, period).startswith(pt) and said(rows, period, "en").startswith(en)


def test_no_claim_about_any_place_is_denied_by_its_figures(store: Store) -> None:
    """Ten places of every kind, all their indicators, series and periods."""
    places = sorted(territory.load().by_id)
    chosen = [*random.Random(48).sample(places, 8), "4901", "1106"]
    records = 0
    for item in BOOK.indicators:
        for kind in item.series:
            whole, breaks = queries.series_of(store, item.id, kind.id, chosen), queries.breaks(store, item.id, kind.id)
            for place, rows in whole.groupby("territory_id"):
                known = rows[rows["value"].notna()].reset_index(drop=True)
                for i, now in enumerate(known["value"]):
                    period, step = known["period"][i], 10.0**-item.decimals
                    text = headline(item, kind.id, rows, str(place), period, "en", breaks)
                    last = max((parse(b) for b in breaks if not parse(period) < parse(b)), default=None)
                    past = known["value"][:i][[last is None or not parse(p) < last for p in known["period"][:i]]]
                    if " more than" in text or " less than" in text:
                        assert kind.comparable and len(past)
                        assert (" more than" in text) == (now > past.iloc[-1])
                    if "the same as" in text:
                        assert abs(now - past.iloc[-1]) <= step
                    if "est since" in text:
                        assert f"est since {label(known['period'][past.index[0]], 'en')}" in text
                    assert ("highest since" not in text) or now > past.max()
                    assert ("lowest since" not in text) or now < past.min()
                    records += "est since" in text
    assert records > 50


def test_the_source_line_names_source_row_coverage_version_date_and_licence(store: Store) -> None:
    item, series = BOOK.indicator("instalacoes_com_contador_inteligente"), "municipios_2024"
    known = Coverage(278, 308, "municipio", "2024-04")
    run = loads.run_of(store, item.id, series, "2024-04")
    assert run is not None
    embedded = Origin.of(run, "2026-11-22")
    seen = ("2024-04", date(2026, 11, 26))
    parts = source_line(item, embedded, known, *seen, version="2024", lang="pt")
    assert parts[0].startswith("Fonte: E-REDES")
    assert parts[1:4] == ["Tabela 3, linha 2", "278 de 308 municípios em abril de 2024", "NUTS 2024"]
    # the age is that of what is said, and apart from it when we got it
    assert parts[4] == "o período acabou há dois anos e sete meses"
    assert parts[5] == "valores embutidos, compilados em 22/11/2026"
    assert parts[-1].startswith("licença: ")
    live = run | {"source_id": "ine", "finished_at": "2026-11-23T01:00:00+00:00", "stale": True}
    parts = source_line(item, Origin.of(live, "2026-11-22"), known, *seen, version="2013", lang="en")
    assert parts[4:6] == ["the period ended two years and seven months ago", "received on 23 November 2026"]
    assert parts[6] == "stale: the source failed in the last load"
    assert source_short(embedded, "2027", date(2026, 11, 26), "pt").endswith(
        "; o período ainda decorre; valores embutidos, compilados em 22/11/2026"
    )
    nobody = Coverage(308, 308, "municipio", UNKNOWN)
    undated = source_line(item, embedded, nobody, UNKNOWN, date(2026, 11, 26), version="2024", lang="pt")
    assert " · ".join(undated).count("ano por confirmar") == 1
    assert "; ano por confirmar; " in source_short(embedded, UNKNOWN, date(2026, 11, 26), "pt")


def test_a_coverage_says_its_period() -> None:
    assert coverage(Coverage(304, 308, "municipio", "2021"), "pt") == "304 de 308 municípios em 2021"
    assert coverage(Coverage(9, 9, "nuts2", "2019-2023"), "en") == "9 of 9 NUTS 2 regions from 2019 to 2023"
    assert coverage(Coverage(308, 308, "municipio", UNKNOWN), "pt") == "308 de 308 municípios (ano por confirmar)"


def test_small_words() -> None:
    known = territory.load()
    assert place_name(known["EU27_2020"], "en") == "European Union"
    assert place_name(known["0705"], "en") == "Évora"
    assert value_or_gap(None, TURNOUT, "total", "pt") == bare(float("nan"), TURNOUT, "total", "pt") == "–"
    assert dated("2023", pd.DataFrame({"note": ["período inferido", None]}), "pt") == "2023 (inferido)"
    assert dated("2023", pd.DataFrame({"note": [None]}), "pt") == "2023"


def test_a_target_is_said_with_its_value_its_year_and_what_it_is_of(store: Store) -> None:
    read = Reader(store, BOOK, territory.load(), date(2026, 11, 22))
    card = read.nations()["instalacoes_com_contador_inteligente"]
    assert verdicts.aim_said(card, "pt") == (
        f"100{NB}% em 2024: meta falhada (contadores inteligentes em toda a baixa tensão normal)"
    )
    assert verdicts.aim_said(read.nations()["energia_biomassa_gwh"], "pt") == ""

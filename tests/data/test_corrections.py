"""What was once shown wrong, and what must never be joined or compared: each on the build that ships."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from core.catalogue import catalogue
from core.judgement.judge import judge
from core.reading.reading import Reader
from core.terms import period, territory
from core.warehouse import loads, queries
from core.warehouse.store import Store
from show.paint import paint
from show.scale import classify

BOOK = catalogue.load()
PLACES = territory.load()
TODAY = date(2026, 11, 26)
INFANTS = BOOK.indicator("mortalidade_infantil")
DENSITY = BOOK.indicator("densidade_populacional")
POWER = BOOK.indicator("consumo_domestico_eletricidade_hab")
METERS = BOOK.indicator("instalacoes_com_contador_inteligente")
NEW_IN_1998 = ("1116", "0314", "1318")  # Odivelas, Vizela, Trofa
LOST_ONCE = ("0806", "4201", "3101", "4501")  # Lagoa and Calheta, twice each


@pytest.fixture(scope="module")
def reader(store: Store) -> Reader:
    return Reader(store, BOOK, PLACES, TODAY)


@pytest.fixture(scope="module")
def judged(store: Store) -> pd.DataFrame:
    return judge(store, BOOK, PLACES, "2024", (), TODAY).set_index(["indicator_id", "territory_id"])


def line(store: Store, indicator: str, series: str, place: str) -> pd.DataFrame:
    return queries.series_of(store, indicator, series, [place]).set_index("period")


# Births and infant mortality


def test_births_of_the_municipalities_are_those_of_the_country_in_every_year(store: Store) -> None:
    """Once Lisboa held region and município from 1995 to 2013: 20,000 too many. A few births have no known place."""
    summed = store.frame(
        "SELECT period, sum(value) AS births FROM observation JOIN territory USING (territory_id)"
        " WHERE indicator_id = 'nados_vivos' AND level = 'municipio' GROUP BY period"
    ).set_index("period")["births"]
    told = line(store, "nados_vivos", "total", "PT")
    assert list(told.index) == [str(y) for y in range(1995, 2026)] and set(told["origin"]) == {"copy"}
    assert (told["value"] - summed).between(0, 20).all()


@pytest.mark.parametrize(
    ("year", "rate"), [("2002", 5.0), ("2005", 3.5), ("2007", 3.4), ("2012", 3.4), ("2013", 2.9), ("2024", 3.0)]
)
def test_infant_mortality_of_the_country(store: Store, year: str, rate: float) -> None:
    assert line(store, INFANTS.id, "anual", "PT").loc[year, "value"] == rate


@pytest.mark.parametrize(("year", "rate"), [("1997", 6.5), ("2000", 5.6)])
def test_a_published_national_figure_beats_one_rebuilt_and_says_so(store: Store, year: str, rate: float) -> None:
    now = line(store, INFANTS.id, "anual", "PT").loc[year]
    assert (now["value"], now["origin"]) == (rate, "copy")
    others = line(store, INFANTS.id, "anual", "PT").drop(["1997", "2000"])
    assert set(others["origin"]) == {"derived"}


def test_infant_mortality_of_lisboa_is_that_of_the_municipality(store: Store) -> None:
    assert line(store, INFANTS.id, "quinquenal", "1106").loc["2013-2017", "value"] == 3.3


@pytest.mark.parametrize("place", LOST_ONCE)
def test_places_that_share_a_name_are_all_there(store: Store, place: str) -> None:
    for indicator, series in ((INFANTS.id, "anual"), (INFANTS.id, "quinquenal"), ("nados_vivos", "total")):
        known = line(store, indicator, series, place)
        assert known["value"].notna().all() and len(known) >= 26, (indicator, series)


@pytest.mark.parametrize("place", NEW_IN_1998)
def test_a_municipality_has_no_births_before_it_existed(store: Store, place: str) -> None:
    for indicator, series in (("nados_vivos", "total"), (INFANTS.id, "anual")):
        known = line(store, indicator, series, place)
        before = known[known.index < "1998"]
        assert len(before) and before["value"].isna().all() and set(before["status"]) == {"M"}
        assert known.loc["1998":, "value"].notna().all()


# Population, revised in 2026


def test_the_density_is_that_of_the_revised_population(store: Store) -> None:
    country = line(store, DENSITY.id, "total", "PT")
    assert round(country.loc["2023", "value"], 1) == 121.5


def test_the_density_breaks_where_the_population_was_revised_everywhere(store: Store, judged: pd.DataFrame) -> None:
    table = store.frame(
        "SELECT territory_id, status FROM observation WHERE indicator_id = 'densidade_populacional' AND period = '2021'"
    )
    assert len(table) == 382 and set(table["status"]) == {"B"}
    mine = judged.loc["densidade_populacional"]
    assert len(mine) == 308 + 1 + 3 + 9 + 26 and (mine["first"] == "2021").all()


@pytest.mark.parametrize("place", ["PT", "2024:11", "2013:1", "1106", "4201"])
def test_no_change_trend_or_record_joins_2020_and_2021(reader: Reader, place: str) -> None:
    at_break, after = (reader.of(DENSITY, place, period=year) for year in ("2021", "2022"))
    assert at_break.now is not None and at_break.change is None and at_break.record is None
    assert after.change is not None and after.change.before.period == "2021"
    assert after.judged.trend.used == ("2021", "2022", "2023", "2024", "2025") and after.judged.trend.cut_at == "2021"
    assert "2021" in reader.parted(DENSITY, "total")


def test_the_mortality_computed_here_is_compared_with_no_other_population(reader: Reader, judged: pd.DataFrame) -> None:
    """Municípios in threes of years: populations of three editions. Regions have no 2014, where the first two meet."""
    item = BOOK.indicator("mortalidade_padronizada")
    municipal = judged.loc[item.id]
    municipal = municipal[municipal["level"] == "municipio"]
    assert set(municipal["state"]) == {"not_assessable"} and set(municipal["reason"]) == {"break"}
    for when in ("2016-2018", "2021-2023"):
        assert reader.of(item, "0201", "trienio_todas", when).change is None
    assert reader.of(item, "2024:11", "derivada_todas", "2012").change is not None
    assert reader.of(item, "2024:11", "derivada_todas", "2016").change is None


# Series that are never one


def test_electricity_without_a_year_has_no_date_trend_place_or_judgement(reader: Reader, judged: pd.DataFrame) -> None:
    series = "ine_sem_ano"
    assert reader.periods(POWER, series, "municipio") == (period.UNKNOWN,)
    for lang, said in (("pt", "ano por confirmar"), ("en", "year to be confirmed")):
        assert period.label(period.UNKNOWN, lang) == said and not any(c.isdigit() for c in said)
    found = reader.of(POWER, "1106", series)
    assert found.now is not None and found.judged.trend.state == "not_comparable"
    assert (found.change, found.record, found.position, found.position_above) == (None, None, None, None)
    rows = queries.slice_at(reader.store, POWER.id, series, "municipio", "2024", period.UNKNOWN)
    scale = classify(rows["value"].dropna().tolist(), percentage=False, decimals=1)
    drawn = paint(rows, POWER, series, scale, "pt", period.UNKNOWN)
    assert rows["value"].notna().all() and set(drawn["ranks"]) == {None}
    assert None not in paint(rows, POWER, series, scale, "pt", "2024")["ranks"]
    assert not (judged["series"] == series).any()
    assert "2023" not in set(reader.periods(POWER, reader.shown(POWER, "municipio"), "municipio"))


def test_the_two_editions_of_smart_meters_are_two_series(reader: Reader) -> None:
    new, old = (reader.values(METERS, s, ["2024:1"]) for s in ("continente_2026", "municipios_2024"))
    january = [float(t.set_index("period").loc["2024-01", "value"]) for t in (new, old)]
    assert [round(v, 1) for v in january] == [87.8, 83.7]
    assert reader.shown(METERS, "nuts1") == "continente_2026" and reader.shown(METERS, "municipio") == "municipios_2024"
    used = reader.of(METERS, "2024:1").judged.trend.used
    assert used == tuple(f"{y}-08" for y in range(2022, 2027)) and set(used) <= set(new["period"])


def test_commuting_of_the_country_counts_the_whole_row(reader: Reader) -> None:
    item = BOOK.indicator("deslocacoes_pendulares_sustentaveis")
    country = reader.of(item, "PT")
    assert country.series == "completa" and country.now is not None and round(country.now.value, 2) == 32.50
    whole = reader.values(item, "completa", ["1106"])["value"].iloc[0]
    without = reader.values(item, "total", ["1106"])["value"].iloc[0]
    assert reader.shown(item, "municipio") == "total" and whole > without  # the bicycle, which 290 municípios lack
    series = item.get_series("total")
    assert series.caveat is not None and "bicicleta" in series.caveat.pt and "barco" not in series.caveat.pt


def test_smes_selling_online_are_of_one_edition(store: Store) -> None:
    own = line(store, "pme_vendas_online", "total", "PT")
    assert list(own.index) == [str(y) for y in range(2010, 2026)] and own["value"].notna().all()
    run = loads.run_of(store, "pme_vendas_online", "total", "2025")
    assert run is not None and "27/02/2026" in run["edition"].replace("2026-02-27", "27/02/2026")


def test_no_series_changes_across_a_break_in_any_place(store: Store, reader: Reader) -> None:
    """The rule over everything that ships: a change never stands on two sides of a break of its series."""
    table = store.frame("SELECT * FROM observation WHERE value IS NOT NULL")
    broken, seen = queries.all_breaks(store), 0
    for (indicator, series), rows in table.groupby(["indicator_id", "series"]):
        cuts = [period.parse(b) for b in broken.get((str(indicator), str(series)), [])]
        if not cuts or indicator not in {i.id for i in BOOK.indicators}:
            continue
        item = BOOK.indicator(str(indicator))
        for place, own in list(rows.groupby("territory_id"))[:3]:
            times = sorted(own["period"], key=period.parse)
            for before, after in pairwise(times):
                if any(period.parse(before) < cut and not period.parse(after) < cut for cut in cuts):
                    assert reader.of(item, str(place), str(series), after).change is None, (item.id, series, after)
                    seen += 1
    assert seen > 80


# Catalogue: what the check of the figures says of each is said beside it


@pytest.mark.parametrize(
    ("indicator", "series", "words"),
    [
        ("instalacoes_com_contador_inteligente", "continente_2026", ("não ligam", "83,7", "87,8")),
        ("consumo_domestico_eletricidade_hab", "dgeg_2024", ("Conta nossa", "população revista")),
        ("consumo_domestico_eletricidade_hab", "ine_sem_ano", ("2022", "2023", "sem data")),
        ("energia_biomassa_gwh", "biomassa_solida", ("Acaba em 2018",)),
        ("energia_biomassa_gwh", "bioenergia_ember", ("2023 pode ser revisto",)),
        ("emissoes_gee_per_capita", "sem_lulucf", ("abril de 2024", "aviação internacional")),
        ("indice_qualidade_ar", "dias_fracos_apa", ("Três anos soltos", "escalas", "Sem tendência")),
        ("residuos_preparados_reutilizacao_reciclagem", "apa_persu2030", ("método mudou", "não se comparam")),
        ("residuos_urbanos_recolhidos_hab", "apa_capitacao", ("não foram relidos",)),
        ("agua_distribuida_hab", "nuts2013", ("0,7 %",)),
        ("plano_municipal_acao_climatica", "disponivel", ("associação", "118")),
        ("plano_municipal_acao_climatica", "em_vigor_ou_em_consulta", ("consultora",)),
        ("postos_carregamento_ve", "total", ("nem total do país nem variação nacional", "26 a 40")),
        ("postos_carregamento_ve", "pais_postos", ("3723", "3673", "dia 9")),
        ("postos_carregamento_ve", "pais_pontos", ("1,75", "1,85", "não se lê")),
        ("pontos_carregamento_por_ve_phev", "razao_iea", ("IEA arredonda", "2013 a 2016")),
        ("pontos_carregamento_por_ve_phev", "razao_mobie_acap", ("híbridos", "leitura nossa")),
        ("deslocacoes_pendulares_sustentaveis", "total", ("bicicleta", "limite inferior", "0,1 a 1,2")),
        ("deslocacoes_pendulares_sustentaveis", "completa", ("dois códigos",)),
        ("deslocacoes_pendulares_sustentaveis", "trabalho_sustentavel", ("Só população empregada",)),
        ("iutic_aplicacoes_moveis", "dgeec_2023", ("sem segunda fonte",)),
        ("novas_startups_ano", "criadas", ("sobreviventes", "não se somam")),
        ("despesa_id", "todos_os_setores", ("2007, 2008 e 2013", "2023 provisório", "2024 arredondado")),
        ("pme_intensidade_digital_basica", "dii_v3", ("duas séries",)),
        ("pme_intensidade_digital_basica", "dii_v4", ("duas séries",)),
        ("pme_vendas_online", "total", ("ano do inquérito", "ano anterior", "Uma só cópia")),
        ("banda_larga_fixa_100hab", "wdi_itu", ("Duas séries",)),
        ("banda_larga_fixa_100hab", "ine_drem", ("Censos 2021",)),
        ("alunos_por_computador_internet", "continente", ("2016/17", "outra série")),
        ("escolaridade_superior_25_64", "censos_2021", ("nunca se compara", "−2,3 a +4,4")),
        ("escolaridade_superior_25_64", "eurostat", ("2014 e 2021", "Só NUTS II")),
        ("emprego_cultural", "eurostat", ("não se lê descida", "2020 e 2023")),
        ("emprego_cultural", "serie_2021", ("Quatro séries", "201 mil")),
        ("indice_bem_estar", "ibe_2025", ("Cada edição é outra série", "Nunca se liga")),
        ("despesa_municipal_cultura_desporto", "publicado", ("seis municípios", "não se põem no mapa", "Madeira")),
        ("medicos_1000_hab", "nuts2013", ("por 100 000", "5,77")),
        ("medicos_1000_hab", "revista_2026", ("não se ligam",)),
        ("mortalidade_infantil", "anual", ("6,5 em 1997", "5,6 em 2000", "município pequeno")),
        ("mortalidade_infantil", "quinquenal", ("Vizela, Odivelas e Trofa",)),
        ("mortalidade_materna", "ine_via_wdi", ("3 a 17 casos", "não se lê evolução")),
        ("mortalidade_materna", "dgs_racio", ("mais mortes",)),
        ("mortalidade_padronizada", "derivada_todas", ("Conta nossa", "85 anos", "metas", "causas raras")),
        ("mortalidade_padronizada", "trienio_todas", ("óbitos", "Alvito", "2601")),
        ("esperanca_vida_saudavel", "nascenca_homens", ("59,3", "ponto solto")),
        ("esperanca_vida_saudavel", "nascenca_mulheres", ("2005, 2012 e 2014",)),
    ],
)
def test_what_the_check_of_the_figures_says_stands_beside_the_series(
    indicator: str, series: str, words: tuple[str, ...]
) -> None:
    kind = BOOK.indicator(indicator).get_series(series)
    assert kind.caveat is not None and len(kind.caveat.en) > 0.5 * len(kind.caveat.pt)
    assert [w for w in words if w not in kind.caveat.pt] == []

"""The figures that ship against the tables they were taken from, cell by cell, and their pedigree."""

import random
import re
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from core.base.paths import SNAPSHOT
from core.catalogue import catalogue
from core.catalogue.figures import describe
from core.reading.model import Pedigree
from core.terms import territory
from core.terms.period import parse
from core.warehouse.store import Store
from show.pedigree import details
from tests.support import ship
from tests.support.pages import text_of

needs_ship = pytest.mark.skipif(not ship.SHIP.exists(), reason="sem ../shared")
# Tables that another one carries as numerator and denominator.
PARTS = {
    "obitos_menos_1_ano",
    "cpe_contadores_continente",
    "consumo_eletricidade_dgeg_2024",
    "populacao_media_anual_2024",
    "deslocacoes_pendulares_componentes",
    "deslocacoes_pendulares_componentes_nuts2",
    "escolaridade_superior_censos_num_den",
    "mortalidade_padronizada_num_den",
    "mortalidade_padronizada_trienio_num_den",
    "populacao_media_2023_antes_da_revisao",
}
# Tonnes and cubic metres behind rates that the source itself publishes, and vehicles that are no passenger cars.
BEHIND = {
    ("residuos_urbanos_recolhidos_t", "recolhidos_t"),
    ("veiculos_eletricos_bateria", "autocarros"),
    ("veiculos_eletricos_bateria", "mercadorias até 3,5 t"),
}
DRAWN = 10  # cells of each kind of origin
BOOK = catalogue.load()


@pytest.fixture(scope="module")
def ours() -> pd.DataFrame:
    texts = ["figure", "dim", "territory_id", "period", "status", "origin"]
    return pd.read_parquet(SNAPSHOT / "figures.parquet").astype(dict.fromkeys(texts, str))


# Cell by cell


@needs_ship
def test_every_series_is_taken_whole_and_no_value_is_another(ours: pd.DataFrame) -> None:
    seen = set()
    for (figure, dim), rows in ours.groupby(["figure", "dim"]):
        table, name = ship.theirs(str(figure), str(dim))
        wanted = ship.tables()[table][name]
        cells = zip(rows["territory_id"], rows["period"], rows["value"], rows["status"], strict=True)
        got = {(place, when): ("" if pd.isna(v) else ship.written(v), status) for place, when, v, status in cells}
        if table == "despesa_municipal_cultura_desporto":  # one table, two figures here
            wanted = {k: v for k, v in wanted.items() if k in got}
        assert got == wanted, (figure, dim)
        seen.add((table, name))
    left = {(t, d) for t, series in ship.tables().items() for d in series if t not in PARTS} - seen
    assert {(t, d) for t, d in left if t not in ("residuos_urbanos_recolhidos_t", "agua_distribuida_m3")} <= BEHIND


@needs_ship
def test_a_table_that_is_two_figures_here_is_taken_whole(ours: pd.DataFrame) -> None:
    table = "despesa_municipal_cultura_desporto"
    mine = ours[ours["figure"].map(lambda f: ship.NAMES.get(f, f)) == table]
    assert Counter(zip(mine["territory_id"], mine["period"], strict=True)) == Counter(
        key for cells in ship.tables()[table].values() for key in cells
    )


def test_the_published_figures_of_the_country_are_copies_among_derived_ones(ours: pd.DataFrame) -> None:
    mine = ours.query("figure == 'mortalidade_infantil' and dim == 'anual' and territory_id == 'PT'")
    copies = mine[mine["origin"] == "copy"].set_index("period")["value"]
    assert copies.to_dict() == {"1997": 6.5, "2000": 5.6} and set(mine["origin"]) == {"copy", "derived"}


def test_what_has_no_year_and_what_is_of_a_school_year_is_filed_as_such(ours: pd.DataFrame) -> None:
    power = ours.query("figure == 'consumo_domestico_eletricidade_hab' and dim == 'ine_sem_ano'")
    assert len(power) == 308 and set(power["period"]) == {"por-confirmar"}
    assert set(ours.loc[ours["period"] == "por-confirmar", "dim"]) == {"ine_sem_ano"}
    pupils = ours[ours["figure"] == "alunos_por_computador_internet"]
    assert set(pupils["territory_id"]) == {"2024:1"} and pupils["period"].str.fullmatch(r"\d{4}/\d{4}").all()


@pytest.mark.parametrize(
    ("figure", "dim", "scale", "slack"),
    [
        ("mortalidade_infantil", "quinquenal", 1000, 0.0501),
        ("mortalidade_infantil", "anual", 1000, 0.0501),
        ("escolaridade_superior_25_64", "censos_2021", 100, 0.0001),
        ("deslocacoes_pendulares_sustentaveis", "completa", 100, 0.0501),
        ("consumo_domestico_eletricidade_hab", "dgeg_2024", 1, 0.0501),
        ("instalacoes_com_contador_inteligente", "continente_2026", 100, 0.0051),
        ("pontos_carregamento_por_ve_phev", "razao_iea", 1, 0.00051),
    ],
)
def test_a_quotient_is_that_of_its_parts(ours: pd.DataFrame, figure: str, dim: str, scale: float, slack: float) -> None:
    mine = ours.query("figure == @figure and dim == @dim")
    made = mine[(mine["origin"] == "derived") & mine["value"].notna()]
    assert len(made) and made["numerator"].notna().all() and (made["denominator"] > 0).all()
    assert ((scale * made["numerator"] / made["denominator"] - made["value"]).abs() <= slack).all()


# Pedigree


def drawn(store: Store, origin: str) -> list[dict[str, Any]]:
    """Ten cells of the build that reached us so, of as many series as there are, always the same ones."""
    rows = store.frame(
        "SELECT o.*, r.source_id, r.key, r.citation, r.licence, r.edition, r.chain FROM observation o"
        " JOIN source_run r USING (run_id) WHERE o.origin = $origin AND o.value IS NOT NULL"
        " ORDER BY o.indicator_id, o.series, o.territory_id, o.period",
        {"origin": origin},
    )
    rng = random.Random(f"enti {origin}")
    groups = [g for _, g in rows.groupby(["indicator_id", "series"])]
    chosen = rng.sample(groups, min(DRAWN, len(groups)))
    chosen += [rng.choice(groups) for _ in range(DRAWN - len(chosen))]
    return [dict(g.iloc[rng.randrange(len(g))]) for g in chosen]


def figure_of(row: dict[str, Any]) -> tuple[str, str]:
    """Figure and series in figures.parquet of a row of the build."""
    query = BOOK[row["indicator_id"]].keyed[row["key"]]
    about = describe().figures[query.figure]
    return query.figure, (query.dim or "") if (query.dim or "") in about.series else ""


@pytest.mark.parametrize("origin", ["copy", "document", "derived"])
def test_ten_cells_say_how_they_reached_us(store: Store, origin: str) -> None:
    cells = [c for c in drawn(store, origin) if c["source_id"] == "figures"]
    assert len(cells) >= DRAWN - 2  # the density is derived here, of no figure of its own
    for cell in cells:
        about = describe().figures[figure_of(cell)[0]].of(figure_of(cell)[1])
        assert (cell["citation"], cell["licence"]) == (about.source, about.licence)
        assert cell["edition"] == about.edition and cell["chain"] == " → ".join(about.chain)
        has = cell["document"] is not None and cell["document"] == cell["document"]
        assert has if origin == "document" else not has or origin == "derived", cell  # derived of what was read


@needs_ship
@pytest.mark.parametrize("origin", ["copy", "document", "derived"])
def test_ten_cells_are_those_of_the_tables_with_their_edition_and_citation(store: Store, origin: str) -> None:
    """Value and status of the cell; every code of INE, day and edition that its citation names is said there too."""
    for cell in drawn(store, origin):
        if cell["source_id"] != "figures":
            continue
        table, name = ship.theirs(*figure_of(cell))
        value, status = ship.tables()[table][name][cell["territory_id"], cell["period"]]
        assert value == ship.written(cell["value"]) and cell["status"] in (status, "B"), cell
        told = f"{cell['citation']} {cell['edition']}"
        for code in re.findall(r"\b0\d{6}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:tran|isoc|sdg|nrg|hlth)_\w+", told):
            assert code in ship.words(), (cell["indicator_id"], code)
        if origin == "document":
            (document,) = store.rows("SELECT * FROM document WHERE document_id = $d", {"d": cell["document"]})
            address = document["address"]
            assert document["title"] and document["publisher"]
            assert address is None or re.sub(r"^https?://(www\.)?", "", address).rstrip("/") in ship.words(), address
            cited = Pedigree("document", "x", document=(document["title"], address or ""))
            assert address or "endereço não guardado" in text_of(details(cited, "pt"))


ORIGINS = {"copy": "copy", "derived": "derived", "typed": "document"}


@needs_ship
def test_each_cell_reached_us_as_its_table_says(ours: pd.DataFrame) -> None:
    """Every cell, by the word of the tables' own index: a copy, derived, or read in a document."""
    said = ship.index()
    seen: Counter[str] = Counter()
    finer: dict[tuple[str, str], int] = {}
    for (figure, dim), rows in ours.groupby(["figure", "dim"]):
        about = said.get(ship.theirs(str(figure), str(dim))[0], {})
        may = {ORIGINS[h] for h in about.get("how", "context").split("+") if h in ORIGINS}
        if not may:
            continue  # beside a row: their files say it in words
        others = rows[~rows["origin"].isin(may)]
        assert set(others["origin"]) <= {"derived"}, (figure, dim)
        if len(others):
            finer[str(figure), str(dim)] = len(others)
        seen += Counter(rows["origin"])
    assert finer == ship.FINER and min(seen[o] for o in ("copy", "derived", "document")) >= DRAWN


@needs_ship
def test_each_code_that_a_table_names_is_said_by_its_series() -> None:
    """Codes of INE, Eurostat and E-REDES in the index's own line on the source."""
    figures, found = describe().figures, 0
    for table, about in ship.index().items():
        mine = [f for name, f in figures.items() if ship.NAMES.get(name, name) == table]
        told = " ".join(
            " ".join((x.source, x.edition or "", *x.chain)) for f in mine for x in (f, *map(f.of, f.series))
        )
        for code in re.findall(r"\b0\d{6}\b|\b(?:tran|isoc|sdg|nrg|hlth|edat)_\w+", about.get("source", "")):
            found += 1
            assert not mine or code in told, (table, code)
    assert found > 20


def test_ten_derived_cells_carry_the_parts_that_give_them(store: Store) -> None:
    whole = [c for c in drawn(store, "derived") if c["numerator"] == c["numerator"]]
    assert len(whole) >= 5
    for cell in whole:
        share = cell["numerator"] / cell["denominator"]
        scales = {round(cell["value"] / share) if share else 0}
        assert scales <= {0, 1, 100, 1000, 100_000} or cell["indicator_id"] == "mortalidade_padronizada", cell


def test_ten_sums_of_ours_are_those_of_their_municipalities(store: Store) -> None:
    """Each by hand: a sum, a quotient of sums, or a mean by weight, of the municípios of the place."""
    places = territory.load()
    for cell in drawn(store, "aggregated"):
        item = BOOK[cell["indicator_id"]]
        inside = [m.id for m in places.municipalities if cell["territory_id"] in above(m.id)]
        assert len(inside) > 0
        low, high = (by_hand(store, item.rule_for(cell["series"]), cell, inside, slack) for slack in (-0.06, 0.06))
        assert low <= cell["value"] <= high, cell
        assert cell["document"] is None or cell["document"] != cell["document"]


def above(municipality: str) -> set[str]:
    places = territory.load()
    return {t.id for version in ("2013", "2024") for t in places.chain(municipality, version)}


def by_hand(store: Store, rule: Any, cell: dict[str, Any], inside: list[str], slack: float) -> float:
    """The value that the rule gives, less or more what rounding of the municípios' own may bring."""

    def of(name: str) -> pd.Series:
        if name == "area_km2":
            return pd.Series({m.id: m.area_km2 for m in territory.load().municipalities}).reindex(inside)
        when = parse(cell["period"])  # of a span of years the sum, where every year is known
        asked = [str(y) for y in when.years] if when.kind == "span" else [when.text]
        return pd.concat([values(store, name, "total", p).reindex(inside) for p in asked], axis=1).sum(
            axis=1, skipna=False
        )

    own = values(store, cell["indicator_id"], cell["series"], cell["period"]).reindex(inside).dropna()
    if rule.rule == "sum":
        return float(own.sum()) + slack
    if rule.rule == "ratio":
        return rule.scale * float(of(rule.numerator).sum() / of(rule.denominator).sum()) + slack
    if rule.rule == "parts":
        parts = store.frame(
            "SELECT territory_id, numerator, denominator FROM observation WHERE indicator_id = $i AND series = $s"
            " AND period = $p",
            {"i": cell["indicator_id"], "s": cell["series"], "p": cell["period"]},
        ).set_index("territory_id")
        sums = parts.reindex(inside).sum()
        return rule.scale * float(sums["numerator"] / sums["denominator"]) + slack
    weights = of(rule.denominator).reindex(own.index).dropna()
    own = own.reindex(weights.index)
    return float((own * weights).sum() / weights.sum()) + slack


def values(store: Store, indicator: str, series: str, period: str) -> pd.Series:
    table = store.frame(
        "SELECT territory_id, value FROM observation WHERE indicator_id = $i AND series = $s AND period = $p",
        {"i": indicator, "s": series, "p": period},
    )
    return table.set_index("territory_id")["value"]

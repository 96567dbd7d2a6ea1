"""An indicator beyond Table 3 with figures: shown apart on every page that lists it, judged, watched; counted nowhere
among the 48.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.alerts import rules as alert_rules
from core.alerts.evaluate import evaluate
from core.catalogue import catalogue
from core.judgement.composite import composite
from core.reading.reading import Reader
from core.terms import territory
from core.warehouse import queries
from core.warehouse.store import Store, resolve
from reports import whole
from reports.model import Heading
from tests.support.further import ID, NAME, WHY, hand_in, put, text
from tests.support.pages import controls, nodes, open_page, payloads, text_of, trees
from ui.frame import routes, search

TODAY, DOMAIN, PLACES = date(2026, 11, 22), "Ambiente Inteligente", territory.load()
YEARS = range(2014, 2026)


@pytest.fixture(scope="module")
def data(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A build with twelve years of a further indicator in every município, each above the last."""
    folder = tmp_path_factory.mktemp("fora")
    shutil.copytree(warehouse, folder / "dados")
    rows = [(m.id, str(y), float(y - 2000 + n % 7)) for n, m in enumerate(PLACES.municipalities) for y in YEARS]
    with pytest.MonkeyPatch.context() as patch:
        put(
            patch,
            folder / "indicadores",
            **{ID: text(), "sem_valores": text("sem_valores"), "mau": text("mau").replace("why:", "porque:")},
        )
        assert hand_in(patch, folder / "dados", rows) == 0
        yield folder / "dados"


@pytest.fixture
def here(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(data))
    put(monkeypatch, data.parent / "indicadores")


@pytest.fixture
def opened(data: Path) -> Iterator[Store]:
    store = Store(resolve(data / "builds"))
    yield store
    store.close()


def seen(page: str, **query: str) -> str:
    test = open_page(page, **query)
    assert not test.exception
    return " ".join(text_of(t) for t in trees(payloads(test)))


APART = (
    ("app.py", {}),
    ("pages/dominio.py", {"dominio": "ambiente"}),
    ("pages/estado.py", {}),
    ("pages/lacunas.py", {}),
)


@pytest.mark.parametrize(("page", "query"), APART)
@pytest.mark.usefixtures("here")
def test_a_page_that_lists_has_it_under_a_heading_of_its_own_in_both_languages(
    page: str, query: dict[str, str]
) -> None:
    for lang, heading in (("pt", "Fora da Tabela 3"), ("en", "Beyond Table 3")):
        before, after = seen(page, lang=lang, **query).split(heading, 1)
        name = catalogue.load()[ID].name.get(lang)
        assert name not in before and name in after
        assert ("1 de 2 com valores" if lang == "pt" else "1 of 2 with figures") in after


@pytest.mark.parametrize(("page", "query"), APART)
@pytest.mark.usefixtures("here")
def test_what_the_page_counts_of_the_48_is_what_it_was(
    page: str, query: dict[str, str], warehouse: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = answer(page, **query)
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    put(monkeypatch, data.parent / "nenhum")
    assert now == answer(page, **query)
    assert "Fora da Tabela 3" not in seen(page, **query)


def answer(page: str, **query: str) -> list[str]:
    """The answering sentences of a page, the counts that stand in it, and the rows of Table 3 in its tables."""
    found = [n for t in trees(payloads(open_page(page, **query))) for n in nodes(t)]
    kinds = ("enti-answer", "enti-counts", "enti-known")
    said = [text_of(n) for n in found if n[1].get("class") in kinds]
    return said + [str(n[1]["data-row"]) for n in found if "data-row" in n[1]]


@pytest.mark.usefixtures("here")
def test_its_own_pages_say_what_it_is_and_why_we_have_it() -> None:
    page = seen("pages/indicador.py", indicador=ID)
    assert NAME in page and "Fora da Tabela 3. Porque o temos: " + WHY in page and "Tabela 3, linha" not in page
    judged = seen("pages/veredicto.py", indicador=ID, territorio="1106")
    assert NAME in judged and WHY in judged and "Tabela 3, linha" not in judged and "a subir" in judged
    empty = seen("pages/indicador.py", indicador="sem_valores")
    assert "Valores entregues em ficheiro" in empty and "Fora da Tabela 3" in empty
    groups = {o[0]: o[2] for o in controls(open_page("pages/indicador.py"))["indicador"]["options"]}
    assert groups[ID] == "Fora da Tabela 3 · Ambiente Inteligente" and groups["medicos_1000_hab"].startswith(
        "Qualidade"
    )
    for page_with_a_choice in ("comparar", "dados", "relacao"):
        assert ID in str(controls(open_page(f"pages/{page_with_a_choice}.py")))


@pytest.mark.usefixtures("here")
def test_the_search_finds_it_and_says_that_it_is_beyond() -> None:
    among = search.entries(catalogue.load(), PLACES, tuple(routes.pages().values()), "pt")
    (found, *_) = search.find("agua residual", among)
    assert (found.label, found.kind) == (NAME, "Indicador · Fora da Tabela 3") and ID in found.link


@pytest.mark.usefixtures("here")
def test_a_refused_file_stands_on_the_state_page_and_its_cure_in_the_log_alone() -> None:
    found = [n for t in trees(payloads(open_page("pages/estado.py"))) for n in nodes(t)]
    (refused,) = [text_of(n) for n in found if n[1].get("data-refused") == "further/mau"]
    assert "mau.yaml" in refused and "why: falta" in refused and "O que fazer" not in refused and "/" not in refused


@pytest.mark.usefixtures("here")
def test_it_is_read_and_judged_like_any_other(opened: Store) -> None:
    book = catalogue.load()
    read = Reader(opened, book, PLACES, TODAY)
    mine = read.of(book.indicator(ID), "1106")
    assert mine.now is not None and mine.now.period == "2025" and mine.card.state == "rising"
    assert mine.position is not None and mine.origin is not None and "municípios" in mine.origin.citation


@pytest.mark.usefixtures("here")
def test_it_is_in_no_judgement_of_the_48_in_no_composite_and_in_no_report(opened: Store) -> None:
    book = catalogue.load()
    table = queries.all_points(opened, "2024")
    assert ID not in set(table["indicator_id"])
    read = Reader(opened, book, PLACES, TODAY)
    assert ID not in set(read.judgements()["indicator_id"]) and len(read.judgements()) % 48 == 0
    chosen = {i.id: i.default_series.id for i in book.indicators}
    places = [m.id for m in PLACES.municipalities]
    made = composite(book, DOMAIN, "municipio", "2024", table, places, chosen)
    assert ID not in {p.indicator_id for p in made.parts} | set(made.left_out)
    said = [b.text for b in whole.annual(opened, 2025, TODAY).blocks if isinstance(b, Heading)]
    assert not any(NAME in s for s in said) and any("48" in s for s in said)


RULE = """rules:
  - id: uma
    title: {{pt: Uma, en: One}}
    severity: aviso
    reason: {{pt: Prova., en: Trial.}}
    kind: {kind}
"""


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        (f"threshold\n    indicator: {ID}\n    above: 20\n    leitura: nossa\n    level: municipio", {"ok", "bad"}),
        (f"change\n    indicator: {ID}\n    level: municipio", {"ok"}),
        (f"late_source\n    indicator: {ID}\n    days: 1", {"ok", "bad"}),
        ("missing_delivery\n    indicator: sem_valores", {"bad"}),
        (f"revision\n    indicator: {ID}\n    days: 30", {"ok", "no_data"}),
    ],
)
@pytest.mark.usefixtures("here")
def test_every_kind_of_alert_looks_at_it(opened: Store, kind: str, states: set[str]) -> None:
    rules = alert_rules.parse(RULE.format(kind=kind))
    got = evaluate(rules, opened, catalogue.load(), (), TODAY)
    assert got and {f.state for f in got} <= states, got[:3]
    if "municipio" in kind:
        assert {f.subject.split("/")[0] for f in got if "/" in f.subject} == {ID} and len(got) >= 300

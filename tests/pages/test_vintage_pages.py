"""An address says every choice and the build; of a build that is gone the nearest is opened, and said."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from core.warehouse.store import POINTER
from tests.support.pages import PAGES, nodes, open_page, payloads, run, text_of, trees

GONE = "20200101T000000000000Z-000000000000"


@pytest.fixture(scope="module")
def two(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two builds of the same figures, the later one in force."""
    folder = tmp_path_factory.mktemp("vintages") / "builds"
    shutil.copytree(warehouse / "builds", folder)
    build = folder / (folder / POINTER).read_text().strip()
    later = build.with_name(f"29990101T000000000000{build.name[21:]}")
    shutil.copy(build, later)
    (folder / POINTER).write_text(later.name)
    return folder.parent


@pytest.fixture(autouse=True)
def _data(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTI_DATA", str(two))


def names(data: Path) -> list[str]:
    return sorted(p.stem for p in (data / "builds").glob("*.duckdb"))


def links(test: AppTest, text: str) -> Iterator[dict[str, list[str]]]:
    for tree in trees(payloads(test)):
        for node in nodes(tree):
            if node[0] == "a" and text_of(node) == text:
                yield parse_qs(urlsplit(node[1]["href"]).query)


def notices(test: AppTest) -> str:
    return " ".join(text_of(n) for x in trees(payloads(test)) for n in nodes(x) if n[1].get("role") == "status")


LINK = "Ligação permanente a esta vista, nesta versão dos dados"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_an_address_with_its_build(page: str, two: Path) -> None:
    (link,) = links(open_page(page), LINK)
    assert link["versao"] == [names(two)[-1]] and link["lang"] == ["pt"] and link["tema"] == ["claro"]


def test_the_address_of_a_map_says_every_choice_and_opens_the_same_view_again(two: Path) -> None:
    first = open_page("pages/indicador.py", indicador="mortalidade_infantil", nivel="nuts3", territorio="2024:11A")
    (link,) = links(first, LINK)
    chosen = {k: v[0] for k, v in link.items()}
    assert {"indicador", "serie", "periodo", "nivel", "nuts", "metodo", "territorio", "lang", "tema"} < chosen.keys()
    assert (chosen["indicador"], chosen["nivel"], chosen["territorio"]) == ("mortalidade_infantil", "nuts3", "2024:11A")
    again = open_page("pages/indicador.py", **chosen)
    assert said(again) == said(first) and notices(again) == ""


def said(test: AppTest) -> list[Any]:
    return [text_of(x) for x in trees(payloads(test))]


def test_the_citation_carries_the_same_address() -> None:
    test = open_page("pages/indicador.py")
    (link,) = links(test, LINK)
    found = [n for x in trees(payloads(test)) for n in nodes(x) if n[0] == "a" and "data-whole" in n[1]]
    assert [parse_qs(urlsplit(n[1]["href"]).query) for n in found] == [link]


def test_an_earlier_build_is_opened_and_said_with_the_way_to_the_newest(two: Path) -> None:
    old, new = names(two)
    test = open_page("pages/indicador.py", versao=old)
    assert "e não da mais recente" in notices(test) and old in notices(test)
    (link,) = links(test, LINK)
    assert link["versao"] == [old]
    english = open_page("pages/indicador.py", versao=old, lang="en")
    assert "not of the newest one" in notices(english)
    assert notices(open_page("pages/indicador.py", versao=new)) == ""


def test_of_a_build_that_is_gone_the_nearest_is_opened_and_said(two: Path) -> None:
    test = open_page("pages/estado.py", versao=GONE)
    assert "já não está guardada: mostra-se a mais próxima" in notices(test) and GONE in notices(test)
    (link,) = links(test, LINK)
    assert link["versao"] == [names(two)[0]]
    assert "no longer kept: showing the nearest" in notices(open_page("pages/estado.py", versao=GONE, lang="en"))


@pytest.mark.parametrize("asked", ["<b>x", "nada", "../current"])
def test_what_is_no_build_is_a_notice_and_the_one_in_force(asked: str, two: Path) -> None:
    test = open_page("app.py", versao=asked)
    assert not test.exception and "que não existe aqui" in test.info[0].value
    (link,) = links(test, LINK)
    assert link["versao"] == [names(two)[-1]]


def test_the_build_goes_along_to_other_pages_until_the_newest_is_asked_for(two: Path) -> None:
    test = open_page("pages/indicador.py", versao=names(two)[0])
    test.switch_page("pages/dominio.py")
    assert "e não da mais recente" in notices(run(test)) and test.query_params["versao"] == names(two)[0]

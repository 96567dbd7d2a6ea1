"""The tree that Python makes and the list of what the browser draws agree, on every page."""

import re
from pathlib import Path

import pytest

from core.base.paths import ROOT
from core.catalogue import catalogue, figures
from core.strategy import evidence
from show.tree import h
from tests.support.pages import PAGES, nodes, open_page, payloads, text_of, trees

PUBLIC = evidence.load()
SHOWN = (*PUBLIC.evidence, *PUBLIC.projects, *PUBLIC.events, *PUBLIC.targets)
ACTS = set(re.findall(r"\burl: (https?://\S+)", (ROOT / "enti_entidades.yaml").read_text(encoding="utf-8")))
DOCUMENTS = {d.address for d in figures.describe().documents.values()}
HOMES = {s.home_url for s in catalogue.load().sources.values()} | {row.address for row in SHOWN} | ACTS | DOCUMENTS
SCRIPT = (ROOT / "ui" / "web" / "dom.js").read_text(encoding="utf-8")


def listed(name: str) -> set[str]:
    """A list of dom.js, by the name of its constant."""
    body = re.search(rf"const {name} = new Set\((.*?)\.split\(", SCRIPT, re.DOTALL)
    assert body, f"dom.js has no list {name}"
    return set("".join(re.findall(r'"([^"]*)"', body[1])).split())


HTML, SVG, ATTRIBUTES = listed("HTML"), listed("SVG"), listed("ATTRIBUTES")


def test_the_list_has_nothing_that_runs_or_loads() -> None:
    assert not {"script", "iframe", "img", "object", "embed", "style", "link", "form", "input", "foreignObject"} & (
        HTML | SVG
    )
    assert not {"src", "srcdoc", "style", "action", "xlink:href"} & ATTRIBUTES
    assert not [a for a in ATTRIBUTES if a.lower().startswith("on")]


@pytest.mark.parametrize("lang", ["pt", "en"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        *((page, {}) for page in PAGES),
        ("pages/indicador.py", {"territorio": "0705"}),
        ("pages/indicador.py", {"indicador": "instalacoes_com_contador_inteligente", "nivel": "nuts2"}),
        ("pages/indicador.py", {"indicador": "pme_intensidade_digital_basica"}),
        ("pages/indicador.py", {"indicador": "novas_startups_ano", "serie": "ativas"}),
        ("pages/territorio.py", {"territorio": "4901"}),
    ],
)
def test_pages_use_only_what_the_browser_draws(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str], lang: str
) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    seen = [n for tree in trees(payloads(open_page(page, lang=lang, **query))) for n in nodes(tree)]
    assert seen
    for tag, attributes, *children in seen:
        assert tag in HTML | SVG
        for name, value in attributes.items():
            assert name in ATTRIBUTES or re.fullmatch(r"(aria|data)-[\w-]+", name), f"<{tag} {name}>"
            assert value is not None, f"<{tag} {name}>"
        assert all(isinstance(c, str | list) or c is None for c in children)
        if tag == "a":
            wall = attributes["href"].startswith("parede?")  # which is a page of its own
            ours = wall or (re.match(r"[a-z_]+(\?|$)", attributes["href"]) and attributes.get("data-nav"))
            same = "data-set" in attributes  # another choice of this view
            kept = re.fullmatch(r"(\./|[a-z_]+)\?\S*\bversao=[^&]+", attributes["href"])  # the permanent address
            assert ours or same or kept or attributes["href"] in HOMES, (
                "a link leads to a page of ours, a source or a proof"
            )
        if attributes.get("role") == "img":
            assert attributes["aria-label"]


@pytest.mark.parametrize("page", PAGES)
def test_headings_and_tables_are_sound(warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv("ENTI_DATA", str(warehouse))
    seen = [n for tree in trees(payloads(open_page(page))) for n in nodes(tree)]
    assert [n[0] for n in seen].count("h1") == 1
    for row_group in (n for n in seen if n[0] == "table"):
        rows = [n[2:] for n in nodes(row_group) if n[0] == "tr"]
        widths = {sum(int(cell[1].get("colspan", 1)) for cell in row) for row in rows}
        assert len(widths) <= 1, "rows of one table have as many cells"
        assert all(n[1].get("scope") for n in nodes(row_group) if n[0] == "th")


def test_children_are_flattened_and_nothing_is_left_of_what_is_not_there() -> None:
    assert h("p") == ["p", {}]
    assert h("ul", {}, [h("li", {}, "a"), h("li", {}, "b")], None, []) == ["ul", {}, ["li", {}, "a"], ["li", {}, "b"]]


def test_text_stays_text() -> None:
    name = '<img src=x onerror="alert(1)"> & Évora 🏛️'
    assert text_of(h("p", {}, h("strong", {}, name))) == name


def test_no_page_writes_markup_itself() -> None:
    for path in (
        *(ROOT / "ui").rglob("*.py"),
        *(ROOT / "show").glob("*.py"),
        *(ROOT / "pages").glob("*.py"),
        ROOT / "app.py",
    ):
        text = path.read_text(encoding="utf-8")
        if path.name == "inset.py":  # the one frame: the wall's own address, made there and nowhere else
            assert text.count("st.iframe(") == 1 and 'st.iframe(f"/{base}/{to}" if base else f"/{to}"' in text
            text = text.replace("st.iframe(", "")
        assert not re.search(r"unsafe_allow_html|unsafe_allow_javascript|st\.html|st\.iframe|components\.v1", text), (
            path.name
        )
    for path in (ROOT / "ui").rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), path.name

"""Names in sentences: article, contractions and English, by code; and no template that writes a preposition itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from core.base.errors import TerritoryError
from core.base.paths import GEO, ROOT
from core.strategy import present
from core.terms import territory
from core.terms.naming import ARTICLES, of_group
from show.texts import TEXTS

LAND = territory.load()
SENTENCES = {
    "PT": ("em Portugal", "de Portugal", "Portugal", "in Portugal", "Portugal"),
    "2024:1": ("no Continente", "do Continente", "o Continente", "in mainland Portugal", "Mainland Portugal"),
    "2013:15": ("no Algarve", "do Algarve", "o Algarve", "in the Algarve", "Algarve"),
    "2024:1C": ("no Alentejo", "do Alentejo", "o Alentejo", "in the Alentejo", "Alentejo"),
    "2024:1A": ("na Grande Lisboa", "da Grande Lisboa", "a Grande Lisboa", "in Greater Lisbon", "Greater Lisbon"),
    "2024:194": (
        "em Viseu Dão Lafões",
        "de Viseu Dão Lafões",
        "Viseu Dão Lafões",
        "in Viseu Dão Lafões",
        "Viseu Dão Lafões",
    ),
    "2024:200": ("nos Açores", "dos Açores", "os Açores", "in the Azores", "Azores"),
    "2024:300": ("na Madeira", "da Madeira", "a Madeira", "in Madeira", "Madeira"),
    "2013:11E": (
        "nas Terras de Trás-os-Montes",
        "das Terras de Trás-os-Montes",
        "as Terras de Trás-os-Montes",
        "in Terras de Trás-os-Montes",
        "Terras de Trás-os-Montes",
    ),
    "0802": ("em Alcoutim", "de Alcoutim", "Alcoutim", "in Alcoutim", "Alcoutim"),
    "1106": ("em Lisboa", "de Lisboa", "Lisboa", "in Lisbon", "Lisbon"),
    "1312": ("no Porto", "do Porto", "o Porto", "in Porto", "Porto"),
    "1115": ("na Amadora", "da Amadora", "a Amadora", "in Amadora", "Amadora"),
    "0907": ("na Guarda", "da Guarda", "a Guarda", "in Guarda", "Guarda"),
    "3103": ("no Funchal", "do Funchal", "o Funchal", "in Funchal", "Funchal"),
    "3101": ("na Calheta", "da Calheta", "a Calheta", "in Calheta", "Calheta"),  # Madeira
    "0806": ("em Lagoa", "de Lagoa", "Lagoa", "in Lagoa", "Lagoa"),  # Algarve
    "1006": (
        "nas Caldas da Rainha",
        "das Caldas da Rainha",
        "as Caldas da Rainha",
        "in Caldas da Rainha",
        "Caldas da Rainha",
    ),
    "4901": ("no Corvo", "do Corvo", "o Corvo", "in Corvo", "Corvo"),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_has_the_name_as_people_say_it(code: str) -> None:
    called = LAND[code].called
    inside, of, subject, english, alone = SENTENCES[code]
    assert (called.within("pt", "em"), called.within("pt", "de"), called.within("pt")) == (inside, of, subject)
    assert called.within("en", "em") == english
    assert called.alone("en") == alone or code in ("2024:200", "2024:300")  # a list has the whole name of a region


def test_other_prepositions_openings_and_groups() -> None:
    assert [LAND[c].called.within("pt", "a") for c in ("1312", "0907", "2024:20", "0705")] == [
        "ao Porto",
        "à Guarda",
        "aos Açores",
        "a Évora",
    ]
    assert LAND["2024:20"].called.opening("pt") == "Os Açores" and LAND["1312"].called.opening("pt", "em") == "No Porto"
    assert [LAND["2024:20"].called.short(lang) for lang in ("pt", "en")] == ["Açores", "Azores"]
    assert LAND["2024:20"].called.alone("pt") == "Região Autónoma dos Açores"
    assert of_group(str(LAND["0802"].group)).within("pt", "de") == "da CIM Algarve"
    assert of_group("AM Porto").within("en", "de") == "of the AM Porto"
    assert LAND[territory.EU].called.within("pt", "de") == "da União Europeia"


def test_every_territory_and_every_region_of_the_eat_has_one() -> None:
    for place in LAND.by_id.values():
        assert place.called.article in ARTICLES and place.called.pt == place.name
    eat = {f"{territory.EAT}{r.id}" for r in present.load().regions}
    assert eat == {i for i in LAND.called if i.startswith(territory.EAT)} and len(eat) == 7
    assert all(LAND.called[f"{territory.EAT}{r.id}"].pt == r.name for r in present.load().regions)
    assert LAND.called["eat:acores"].within("pt", "em") == "nos Açores"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("9999,o,,,", "9999"),
        ("0907,o,,,", "código repetido"),
        ("0101,um,,,", "0101"),
    ],
)
def test_a_table_of_names_that_does_not_fit_is_refused(tmp_path: Path, line: str, words: str) -> None:
    for name in ("municipios.csv", "nuts.csv"):
        copyfile(GEO / name, tmp_path / name)
    table = (GEO / "nomes.csv").read_text(encoding="utf-8")
    (tmp_path / "nomes.csv").write_text(f"{table}{line}\n", encoding="utf-8")
    with pytest.raises(TerritoryError, match=words):
        territory.load(tmp_path)
    (tmp_path / "nomes.csv").write_text(table.replace("2024:15,o,,,the\n", ""), encoding="utf-8")
    with pytest.raises(TerritoryError, match="2024:15"):
        territory.load(tmp_path)


# No blank for a name, place or level stands straight after a preposition or an article: only core.terms.naming and the
# keys levels.of.* know how the two join. What is no territory may: the name of an initiative, of a list, of a source.
BLANK = r"\{(?:\w+\.)*(?:name|place|places|region|level|towns?|above|where|area)(?:\.name|\.group)?\}"
AFTER = re.compile(
    r"(?i)(?<!\w)(?:d[eoa]s?|em|n[oa]s?|aos?|à|às|pel[oa]s?|com|sem|entre|comparar|como está|todos os) "
    rf"{BLANK}|{BLANK} (?:tem|está|fica|ainda|parece)"
)
NOT_PLACES = {
    "exec.gantt_alt",  # an initiative
    "rep.evolution.alt",  # an indicator
    "projects.answer",  # how many
    "points.line",  # how many, with the word
}


def literals() -> Iterator[tuple[str, str]]:
    """Every text and every f-string that may reach a reader, with its place."""
    for key, (portuguese, _) in TEXTS.items():
        yield key, portuguese
    for folder in ("show", "ui", "reports", "core/alerts"):
        for path in (ROOT / folder).rglob("*.py"):
            if path.parent.name == "texts":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    yield f"{path.name}:{node.lineno}", ast.unparse(node)


def test_no_template_joins_a_name_and_a_preposition_by_itself() -> None:
    found = {key: said for key, said in literals() if AFTER.search(said)}
    assert found.keys() == NOT_PLACES, found  # and no exception that is none any more


@pytest.mark.parametrize(
    "wrong", ["Como está {name}?", "{name} tem valores", "Dentro de {place.name}", "metade dos {level}", "em {places}"]
)
def test_the_scan_sees_what_was_wrong(wrong: str) -> None:
    assert AFTER.search(wrong)

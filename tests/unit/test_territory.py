"""The territory table: 308 municípios in both NUTS versions."""

from collections import Counter
from pathlib import Path
from shutil import copyfile

import pytest

from core.base.errors import TerritoryError
from core.base.paths import GEO
from core.terms import territory

T = territory.load()


def test_counts_and_area() -> None:
    assert len(T.municipalities) == 308
    assert [len(T.at_level("nuts3", v)) for v in ("2013", "2024")] == [25, 26]
    assert [len(T.at_level("nuts2", v)) for v in ("2013", "2024")] == [7, 9]
    assert [len(T.at_level("nuts1", v)) for v in ("2013", "2024")] == [3, 3]
    assert round(T["PT"].area_km2 or 0) == 92_225


@pytest.mark.parametrize("version", territory.VERSIONS)
def test_each_municipality_has_one_chain_up_to_the_country(version: str) -> None:
    for municipality in T.municipalities:
        assert [t.level for t in T.chain(municipality.id, version)] == ["municipio", "nuts3", "nuts2", "nuts1", "pais"]


@pytest.mark.parametrize("level", ["nuts1", "nuts2", "nuts3"])
@pytest.mark.parametrize("version", territory.VERSIONS)
def test_regions_of_a_level_share_out_the_country(level: str, version: str) -> None:
    members = [m for region in T.at_level(level, version) for m in T.members(region.id)]
    assert len(members) == len(set(members)) == 308
    assert sum(r.area_km2 or 0 for r in T.at_level(level, version)) == pytest.approx(T["PT"].area_km2, abs=0.5)


@pytest.mark.parametrize(
    ("code", "version", "expected"),
    [
        ("PT", None, "PT"),
        ("1", "2024", "2024:1"),
        ("2", "2013", "2013:2"),  # the Azores three times, by the same name
        ("20", "2013", "2013:20"),
        ("200", "2013", "2013:200"),
        ("300", "2024", "2024:300"),
        ("2004201", "2013", "4201"),
        ("11A1312", "2024", "1312"),
        ("1C40705", "2024", "0705"),
        ("1870705", "2013", "0705"),
        ("1106", None, "1106"),
        ("1870705", "2024", None),  # the NUTS 2013 prefix of Évora is no NUTS 2024 one
        ("111160113", "2013", None),  # a freguesia
        ("010103", None, None),  # a freguesia of the census tables
        ("11A9999", "2024", None),
        ("", "2024", None),
        ("11", None, None),  # which version?
    ],
)
def test_codes_of_ine(code: str, version: str | None, expected: str | None) -> None:
    assert T.from_ine(code, version) == expected


def test_names_are_no_keys() -> None:
    names = Counter(m.name for m in T.municipalities)
    assert {n for n, c in names.items() if c > 1} == {"Lagoa", "Calheta"}
    assert {m.id for m in T.municipalities if m.name in ("Lagoa", "Calheta")} == {"0806", "4201", "3101", "4501"}


def test_municipalities_created_in_1998() -> None:
    assert {m.name: m.valid_from for m in T.municipalities if m.valid_from} == {
        "Odivelas": "1998",
        "Trofa": "1998",
        "Vizela": "1998",
    }


def test_a_broken_chain_and_a_repeated_code_are_named(tmp_path: Path) -> None:
    for name in ("municipios.csv", "nuts.csv", "nomes.csv"):
        copyfile(GEO / name, tmp_path / name)
    table = (GEO / "municipios.csv").read_text(encoding="utf-8")
    for broken, words in (
        (table.replace("0101,Águeda,Aveiro,16D", "0101,Águeda,Aveiro,99Z"), r"0101 \(Águeda\).*NUTS 2013"),
        (table + table.splitlines()[1] + "\n", "Códigos repetidos: 0101"),
    ):
        (tmp_path / "municipios.csv").write_text(broken, encoding="utf-8")
        with pytest.raises(TerritoryError, match=words):
            territory.load(tmp_path)


def test_a_missing_table_is_said_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(TerritoryError, match="repor o ficheiro"):
        territory.load(tmp_path)

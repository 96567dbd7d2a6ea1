"""Territories: país, NUTS I–III (2013 and 2024) and the municípios. The key of a município is its DICO.

A NUTS region's id carries its version (`2013:16D`, `2024:191`), because the same code can mean
another set of municipalities in the other version. Names are for reading only: Lagoa and Calheta exist twice.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

from core.base import tables
from core.base.errors import TerritoryError
from core.base.paths import GEO
from core.base.typed import NutsVersion
from core.terms.naming import ARTICLES, Name

VERSIONS: Final[tuple[NutsVersion, ...]] = get_args(NutsVersion)
VERSION: Final = VERSIONS[-1]  # of the regions that are shown first
COUNTRY: Final = "PT"
MAINLANDS: Final = tuple(f"{v}:1" for v in VERSIONS)  # NUTS I: the mainland
MAINLAND: Final = MAINLANDS[-1]
EU: Final = "EU27_2020"
EAT: Final = "eat:"  # before the id of a region of the EAT, in geo/nomes.csv
LEVELS: Final = ("pais", "nuts1", "nuts2", "nuts3", "municipio")
DRAWN: Final = ("municipio", "nuts3", "nuts2")  # levels with places enough to compare, the finest first
MUNICIPALITIES: Final = 308


@dataclass(frozen=True)
class Territory:
    """One territory. `parents` maps a NUTS version to the id of the next level up."""

    id: str
    level: str
    code: str
    name: str
    version: str | None = None
    parents: dict[str, str] = field(default_factory=dict)
    area_km2: float | None = None
    group: str | None = None  # CIM or AM
    district: str | None = None  # distrito or ilha
    valid_from: str | None = None
    naming: Name | None = None

    @property
    def called(self) -> Name:
        """The name as sentences have it."""
        return self.naming or Name(self.name)


class Territories:
    """All territories by id, with the questions that ETL and screen ask of them."""

    def __init__(self, items: list[Territory], called: Mapping[str, Name] | None = None) -> None:
        self.called: Mapping[str, Name] = called or {}  # also of what is no territory of ours: the regions of the EAT
        self.by_id: dict[str, Territory] = {t.id: t for t in items}
        self.municipalities: tuple[Territory, ...] = tuple(t for t in items if t.level == "municipio")
        self._members = self._collect_members()

    def _collect_members(self) -> dict[str, frozenset[str]]:
        members: dict[str, set[str]] = {COUNTRY: set()}
        for municipality in self.municipalities:
            members[COUNTRY].add(municipality.id)
            for version in VERSIONS:
                for ancestor in self.chain(municipality.id, version)[1:-1]:
                    members.setdefault(ancestor.id, set()).add(municipality.id)
        return {k: frozenset(v) for k, v in members.items()}

    def __getitem__(self, territory_id: str) -> Territory:
        return self.by_id[territory_id]

    def __contains__(self, territory_id: object) -> bool:
        return territory_id in self.by_id

    def chain(self, territory_id: str, version: str) -> list[Territory]:
        """From a territory up to the country, itself first.

        Raises TerritoryError where a parent is missing.
        """
        chain = [self.by_id[territory_id]]
        while chain[-1].level not in ("pais", "ue"):
            parent = chain[-1].parents.get(version)
            if parent is None or parent not in self.by_id:
                raise TerritoryError(
                    f"{chain[-1].id} ({chain[-1].name}) não tem território superior na NUTS {version}.",
                    where="geo/municipios.csv ou geo/nuts.csv",
                    cure="corrigir o código NUTS III dessa linha.",
                )
            chain.append(self.by_id[parent])
        return chain

    def parent_at(self, territory_id: str, level: str, version: str) -> Territory | None:
        """The territory of `level` that contains `territory_id`, or None above the country."""
        return next((t for t in self.chain(territory_id, version) if t.level == level), None)

    def members(self, territory_id: str) -> frozenset[str]:
        """DICOs of the municipalities in a territory (itself for a município)."""
        if self.by_id[territory_id].level == "municipio":
            return frozenset({territory_id})
        return self._members[territory_id]

    def at_level(self, level: str, version: str | None = None) -> list[Territory]:
        """Territories of a level; NUTS levels need their version."""
        return [
            t
            for t in self.by_id.values()
            if t.level == level and (t.version is None or version is None or t.version == version)
        ]

    def from_ine(self, geocod: str, version: str | None) -> str | None:
        """Our id for INE's geocode; None for freguesias and for codes we do not know.

        `PT`; 1, 2, 3 characters = NUTS I, II, III; 7 = NUTS III + DICO; 4 = DICO (some census tables).
        The NUTS part of a 7-character code must agree with the município's own chain when `version` is given.
        """
        if geocod == COUNTRY:
            return COUNTRY
        if len(geocod) in (1, 2, 3):
            candidate = f"{version}:{geocod}"
            return candidate if version and candidate in self.by_id else None
        dico = geocod[-4:] if len(geocod) in (4, 7) else ""
        if dico not in self.by_id:
            return None
        if len(geocod) == 7 and version and self.by_id[dico].parents[version] != f"{version}:{geocod[:3]}":
            return None
        return dico


def dico(text: str, known: Container[object]) -> str | None:
    """The DICO among `known` that `text` is, also without the leading zero that a spreadsheet drops (`111`, `0111`)."""
    code = text.zfill(4) if len(text) == 3 else text
    return code if len(code) == 4 and code.isascii() and code.isdigit() and code in known else None


def _nuts(rows: list[dict[str, str]], areas: dict[str, float]) -> list[Territory]:
    items = []
    for row in rows:
        version, code, level = row["versao"], row["codigo"], row["nivel"]
        parent = COUNTRY if level == "nuts1" else f"{version}:{row['superior']}"
        own = f"{version}:{code}"
        items.append(
            Territory(own, level, code, row["nome"], version, {version: parent}, round(areas.get(own, 0.0), 2))
        )
    return items


def _areas(rows: list[dict[str, str]], nuts: list[dict[str, str]]) -> dict[str, float]:
    """Area of each NUTS region, summed up from its municipalities, in km²."""
    up = {f"{r['versao']}:{r['codigo']}": f"{r['versao']}:{r['superior']}" for r in nuts if r["superior"]}
    areas: dict[str, float] = {}
    for row in rows:
        for version in VERSIONS:
            region: str | None = f"{version}:{row[f'nuts3_{version}']}"
            while region:
                areas[region] = areas.get(region, 0.0) + float(row["area_km2"])
                region = up.get(region)
    return areas


@lru_cache(maxsize=4)
def load(folder: Path = GEO) -> Territories:
    """The territory table from `municipios.csv`, `nuts.csv` and `nomes.csv` in `folder`.

    Raises TerritoryError when a file is missing, a DICO repeats, or a region has no row in `nomes.csv`.
    """
    rows, nuts = (tables.ours(folder / name, TerritoryError) for name in ("municipios.csv", "nuts.csv"))
    total = round(sum(float(r["area_km2"]) for r in rows), 2)
    items = [Territory(COUNTRY, "pais", COUNTRY, "Portugal", None, {}, total)]
    items.append(Territory(EU, "ue", EU, "União Europeia (27)"))
    items += _nuts(nuts, _areas(rows, nuts))
    for row in rows:
        parents: dict[str, str] = {v: f"{v}:{row[f'nuts3_{v}']}" for v in VERSIONS}
        items.append(
            Territory(
                row["dico"],
                "municipio",
                row["dico"],
                row["nome"],
                None,
                parents,
                float(row["area_km2"]),
                row["eim"],
                row["distrito_ilha"],
                row["desde"] or None,
            )
        )
    ids = [t.id for t in items]
    if repeated := sorted({i for i in ids if ids.count(i) > 1}):
        raise TerritoryError(
            f"Códigos repetidos: {', '.join(repeated)}.", where=str(folder), cure="cada código uma só vez."
        )
    return Territories(*_called(items, tables.ours(folder / "nomes.csv", TerritoryError)))


def _called(items: list[Territory], rows: list[dict[str, str]]) -> tuple[list[Territory], dict[str, Name]]:
    """The territories with their names in sentences, and all names by id. Most municípios have no row: no article."""
    listed = {r["id"]: r for r in rows}
    ids = {t.id for t in items}
    wrong = [i for i in listed if i not in ids and not i.startswith(EAT)]
    wrong += [t.id for t in items if t.level != "municipio" and t.id not in listed]
    wrong += [i for i, r in listed.items() if r["artigo"] not in ARTICLES]
    if wrong or len(listed) < len(rows):
        raise TerritoryError(
            f"Nomes em frases por acertar: {', '.join(wrong) or 'um código repetido'}.",
            where="geo/nomes.csv",
            cure="uma linha por código, com o artigo (o, a, os, as) ou vazio; todas as regiões têm a sua.",
        )

    def name(pt: str, row: dict[str, str]) -> Name:
        return Name(pt, row.get("artigo", ""), row.get("dito", ""), row.get("ingles", ""), row.get("the", "") != "")

    made = [replace(t, naming=name(t.name, listed.get(t.id, {}))) for t in items]
    others = {i: name(r["dito"], r) for i, r in listed.items() if i not in ids}
    return made, {t.id: t.called for t in made} | others

"""What the scenes of the wall are called and what each asks for, read from their declarations in ui/wall.

`facts()` is what a playlist is checked by, on the page, on the wall and on the command line; the wall's own registry
(ui.wall.scenes) has the same declarations with what draws them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import ValidationError, field_validator

from core.base.outline import outlines
from core.base.paths import ROOT
from core.base.registry import Declaration
from core.catalogue.catalogue import Catalogue
from core.terms.territory import DRAWN, VERSIONS, Territories

FOLDER: Final = ROOT / "ui" / "wall"
# The modules there that declare scenes of other names than their own (core.base.registry); a new scene has its own.
_TOGETHER: Final = {
    "figures": ("nacional", "dominio", "regiao"),
    "indicator": ("indicador",),
    "steering": ("movimentos", "metas", "fontes"),
    "watching": ("alertas", "ao_vivo"),
}
HOMES: Final = {scene: module for module, scenes in _TOGETHER.items() for scene in scenes}
Both = tuple[str, str]  # PT, EN
Field = Literal["indicator", "series", "domain", "territory", "level", "feed", "version"]


class SceneFacts(Declaration):
    """A kind of scene. `order`: where it stands among the others; `fields`: the keys of a line that it looks at;
    `needs`: those without which it cannot be shown.
    """

    order: int
    fields: tuple[Field, ...] = ()
    needs: tuple[Field, ...] = ()

    @field_validator("needs")
    @classmethod
    def _looked_at(cls, needs: tuple[Field, ...], info: Any) -> tuple[Field, ...]:
        if unknown := sorted(set(needs) - set(info.data.get("fields", ()))):
            raise ValueError(f"não está em fields: {', '.join(unknown)}")
        return needs


@lru_cache(maxsize=1)
def facts() -> Mapping[str, SceneFacts]:
    """The scenes there are, by id, in their order. One declared badly, or where it is not its module's to declare, is
    not among them: the wall says why.
    """
    found = []
    for file, declared in outlines(FOLDER, "Scene").items():
        for given in declared:
            try:
                made = SceneFacts.model_validate({k: v for k, v in given.items() if k in SceneFacts.model_fields})
            except ValidationError:
                continue
            if file == f"{HOMES.get(made.id, made.id)}.py":
                found.append(made)
    return MappingProxyType({s.id: s for s in sorted(found, key=lambda s: (s.order, s.id))})


# field -> (what is not there, what is missing, how to put it right), in PT and EN
_WHAT: Final[dict[str, tuple[Both, Both, Both]]] = {
    "indicator": (
        ("não há o indicador «{given}»", "there is no indicator “{given}”"),
        ("falta o indicador", "the indicator is missing"),
        ("escolher um dos indicadores", "choose one of the indicators"),
    ),
    "domain": (
        ("não há o domínio «{given}»", "there is no domain “{given}”"),
        ("falta o domínio", "the domain is missing"),
        ("escolher um dos domínios", "choose one of the domains"),
    ),
    "territory": (
        ("não há o território «{given}»", "there is no territory “{given}”"),
        ("falta o território", "the territory is missing"),
        ("escolher um dos territórios", "choose one of the territories"),
    ),
    "level": (
        ("não há o nível «{given}»", "there is no level “{given}”"),
        ("falta o nível", "the level is missing"),
        ("escolher um dos níveis", "choose one of the levels"),
    ),
    "feed": (
        ("não há a plataforma «{given}»", "there is no platform “{given}”"),
        ("falta a plataforma", "the platform is missing"),
        ("escolher uma das plataformas ligadas, ou deixar vazio", "choose one that is connected, or leave it empty"),
    ),
    "version": (
        ("não há a NUTS «{given}»", "there is no NUTS “{given}”"),
        ("falta a versão da NUTS", "the version of NUTS is missing"),
        ("escolher uma das versões", "choose one of the versions"),
    ),
}
_UNUSED: Final = ("indicator", "series", "domain", "territory", "level", "feed")  # a version stands on every line


@dataclass(frozen=True)
class Fault:
    """What of a line of a playlist cannot stand. `field`: the key; `what` and `cure` in PT and EN."""

    field: str
    what: Both
    cure: Both


def faults(
    asked: Mapping[str, Any], catalogue: Catalogue, territories: Territories, feeds: Collection[str] | None = None
) -> list[Fault]:
    """All that is wrong with a line of a playlist, cell by cell: what it needs and lacks, what does not exist, and what
    its scene does not look at. `asked`: its keys and values; `feeds`: ids of the platforms, None where they cannot be
    known.
    """
    scene = facts().get(str(asked["scene"]))
    if scene is None:
        what = f"não há a cena «{asked['scene']}»", f"there is no scene “{asked['scene']}”"
        return [Fault("scene", what, ("escolher uma das cenas", "choose one of the scenes"))]
    return [*_unknown(scene, asked, catalogue, territories, feeds), *_idle(scene, asked)]


def _unknown(
    scene: SceneFacts,
    asked: Mapping[str, Any],
    catalogue: Catalogue,
    territories: Territories,
    feeds: Collection[str] | None,
) -> list[Fault]:
    there: dict[str, Callable[[str], bool]] = {
        "indicator": {i.id for i in catalogue.shown}.__contains__,
        "domain": {d.name for d in catalogue.domains}.__contains__,
        "territory": territories.__contains__,
        "level": DRAWN.__contains__,
        "feed": (lambda _: True) if feeds is None else feeds.__contains__,
        "version": VERSIONS.__contains__,
    }
    found = []
    for field, (unknown, missing, cure) in _WHAT.items():
        given = asked.get(field)
        if field in scene.needs and not given:
            found.append(Fault(field, missing, cure))
        elif field in scene.fields and given and not there[field](str(given)):
            found.append(Fault(field, (unknown[0].format(given=given), unknown[1].format(given=given)), cure))
    series, indicator = asked.get("series"), str(asked.get("indicator"))
    if "series" in scene.fields and series and there["indicator"](indicator):
        known = [s.id for s in catalogue[indicator].series]
        if series not in known:
            what = f"não há a série «{series}» em {indicator}", f"there is no series “{series}” in {indicator}"
            listed = ", ".join(known)
            found.append(Fault("series", what, (f"usar uma de: {listed}", f"use one of: {listed}")))
    return found


def _idle(scene: SceneFacts, asked: Mapping[str, Any]) -> list[Fault]:
    """What is given and would not be looked at: nothing typed is dropped without a word."""
    what = f"a cena «{scene.name.pt}» não o usa", f"the scene “{scene.name.en}” does not use it"
    cure = "deixar vazio, ou escolher outra cena", "leave it empty, or choose another scene"
    return [Fault(f, what, cure) for f in _UNUSED if asked.get(f) and f not in scene.fields]


def doubts(
    asked: Mapping[str, Any], catalogue: Catalogue, territories: Territories, feeds: Collection[str] | None = None
) -> Both | None:
    """What of a line of a playlist does not exist, so that the screen would only say so; None where all of it does."""
    known = facts().get(str(asked["scene"]))
    if known is None:
        return faults(asked, catalogue, territories)[0].what
    found = _unknown(known, asked, catalogue, territories, feeds)
    return found[0].what if found else None

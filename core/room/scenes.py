"""What the scenes of the wall are called and what each asks for, read from their declarations in ui/wall.

`facts()` is what a playlist is checked by, on the page, on the wall and on the command line; the wall's own registry
(ui.wall.scenes) has the same declarations with what draws them.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal

from pydantic import ValidationError, field_validator

from core.base.outline import outlines
from core.base.paths import ROOT
from core.base.registry import Declaration
from core.catalogue.catalogue import Catalogue
from core.terms.territory import Territories

FOLDER: Final = ROOT / "ui" / "wall"
# The modules there that declare scenes of other names than their own (core.base.registry); a new scene has its own.
_TOGETHER: Final = {
    "figures": ("nacional", "dominio", "regiao"),
    "indicator": ("indicador",),
    "steering": ("movimentos", "metas", "fontes"),
    "watching": ("alertas", "ao_vivo"),
}
HOMES: Final = {scene: module for module, scenes in _TOGETHER.items() for scene in scenes}
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


_WHAT: Final[dict[str, tuple[str, str]]] = {
    "indicator": ("o indicador", "falta o indicador"),
    "domain": ("o domínio", "falta o domínio"),
    "territory": ("o território", "falta o território"),
}


def doubts(asked: Mapping[str, Any], catalogue: Catalogue, territories: Territories) -> str:
    """What of a line of a playlist does not exist, so that the screen would only say so; empty where all of it does.

    `asked`: the line's keys and values (`scene` among them).
    """
    scene = facts().get(str(asked["scene"]))
    if scene is None:
        return f"não há a cena «{asked['scene']}»"
    there: dict[str, Callable[[str], bool]] = {
        "indicator": {i.id for i in catalogue.shown}.__contains__,
        "domain": {d.name for d in catalogue.domains}.__contains__,
        "territory": territories.__contains__,
    }
    for field, (what, missing) in _WHAT.items():
        given = asked.get(field)
        if field in scene.needs and not given:
            return missing
        if field in scene.fields and given and not there[field](str(given)):
            return f"não há {what} «{given}»"
    series, indicator = asked.get("series"), asked.get("indicator")
    if "series" in scene.fields and series and series not in {s.id for s in catalogue[str(indicator)].series}:
        return f"não há a série «{series}» em {indicator}"
    return ""

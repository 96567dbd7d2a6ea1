"""How the reader wants the classes of a map made: the control, and the sentence that says how they were made."""

from typing import Final

import pandas as pd

from core.catalogue.catalogue import Indicator
from core.terms.formats import with_unit
from show.scale import Scale, Wish
from show.texts import t
from ui.kit import state
from ui.kit.controls import Bar

# As the address says it -> show.scale.METHODS.
METHODS: Final = {
    "auto": "auto",
    "passos": "steps",
    "naturais": "natural",
    "quantis": "quantiles",
    "iguais": "equal",
    "nacional": "diverging",
    "manual": "manual",
}
_COUNTED: Final = ("passos", "naturais", "quantis", "iguais")


def control(bar: Bar, item: Indicator, national: pd.DataFrame | None, lang: str) -> Wish:
    """The choice of method. `national`: values of the widest area over time, whose newest is the midpoint."""
    known = national[national["value"].notna()] if national is not None else None
    midpoint = float(known["value"].iloc[-1]) if known is not None and len(known) else None
    offered = [m for m in METHODS if m != "nacional" or (midpoint is not None and item.aggregation.rule != "sum")]
    names = {m: t(f"method.{METHODS[m]}", lang) for m in offered}
    method = bar.choose(
        state.METHOD, offered, "auto", label=t("control.method.name", lang), show=names.__getitem__, more=True
    )
    classes, text = "5", ""
    if method in _COUNTED:
        classes = bar.choose(
            state.CLASSES, list("34567"), "5", label=t("control.classes", lang), form="segments", more=True
        )
    if method == "manual":
        text = bar.write(state.BREAKS, label=t("control.breaks", lang), placeholder="10; 20; 30", more=True)
    return Wish(METHODS[method], int(classes), parse_breaks(text), midpoint if method == "nacional" else None)


def parse_breaks(text: str) -> tuple[float, ...]:
    """Numbers of a line such as «10; 20,5; 1 000»; what is no number is left out."""
    found = []
    for part in text.split(";"):
        try:
            found.append(float(part.replace("\u00a0", "").replace(" ", "").replace(",", ".")))
        except ValueError:
            continue
    return tuple(v for v in found if abs(v) < 1e15)


def why(scale: Scale, wish: Wish, item: Indicator, series: str, lang: str) -> str:
    """«Classes iguais em todos os períodos: passos redondos (escolha automática).»"""
    middle = (
        ""
        if wish.midpoint is None
        else with_unit(wish.midpoint, item.decimals_for(series), item.unit_for(series, lang), lang)
    )
    how = t(f"map.method.{scale.method}", lang, middle=middle)
    made = "steps" if scale.method == "round_steps" else scale.method
    if wish.method == "auto":
        how += f" ({t('map.auto', lang)})"
    elif made != wish.method:
        how += f" ({t('map.fallback', lang)})"
    return t("map.why", lang, how=how)

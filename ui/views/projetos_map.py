"""Where the local projects seen in public are: the map of the municipalities, by how many reach each."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from core.reading.measures import ranks
from core.strategy.evidence_model import PublicProject
from core.terms.territory import VERSION, Territories
from show.legend import Entry
from show.paint import LETTERS, packed_notes
from show.scale import DARK_RAMPS, RAMPS
from show.texts import t
from show.tree import Node, h
from ui.kit import state
from ui.map import component
from ui.web import assets

_TOP: Final = 4  # the last class is open: so many projects or more


def reach(p: PublicProject, places: Territories) -> tuple[frozenset[str], frozenset[str]]:
    """DICOs that the page names, and those of the regions that it is for where it names none."""
    named = frozenset(p.municipalities)
    whole = frozenset().union(*(places.members(r) for r in p.regions)) if not named and p.regions else frozenset()
    return named, whole


def message(shown: Sequence[PublicProject], places: Territories, selected: str, lang: str) -> dict[str, Any]:
    """What goes to the map component (ui.map.component): counts, not figures of an indicator."""
    named: Counter[str] = Counter()
    region: Counter[str] = Counter()
    for p in shown:
        mine, whole = reach(p, places)
        named.update(mine)
        region.update(whole)
    ids = sorted(m.id for m in places.at_level("municipio"))
    counts = [named[i] + region[i] for i in ids]
    top = min(max(counts, default=0), _TOP)
    theme = state.theme()
    # Without its faintest colour, which beside the hatch would look like nothing seen.
    ramp = (RAMPS if theme == "claro" else DARK_RAMPS)[top + 1][1:]
    marks = [str(min(n, _TOP) - 1) if n else "nd" for n in counts]
    order = ranks(pd.Series(counts), ascending=False)
    off = sum(not any(reach(p, places)) for p in shown)
    return {
        "atlas": assets.atlas_url(),
        "places": assets.places_url(),
        "css": assets.style_url(),
        "lang": lang,
        "layer": "municipio",
        "namesOf": f"municipio-{VERSION}",
        "name": t("seen.map", lang),
        "periodLabel": "",
        "selected": selected or None,
        "stamp": f"projetos|{len(shown)}|{selected}|{lang}",
        "colours": dict(enumerate(ramp)),
        "scale": None,
        "theme": theme,
        "time": None,
        "export": {
            "name": "projetos_municipio",
            "unit": "",
            "colours": dict(enumerate(RAMPS[top + 1][1:])),
            "lines": [_fine(off, lang)],
        },
        "lower": False,
        "words": assets.publish_words(lang, component.words(lang)),
        "noMap": t("map.none", lang),
        "marks": "".join(LETTERS.get(m, m) for m in marks),
        "texts": [str(n) if n else t("seen.map.none", lang) for n in counts],
        "tail": "",
        "notes": packed_notes(
            {n: t("seen.map.parts", lang, named=named[i], region=region[i]) for n, i in enumerate(ids) if counts[n]}
        ),
        "ranks": [int(rank) if n else None for n, rank in zip(counts, order, strict=True)],
        "soft": 0,
        "side": [_legend(Counter(marks), ramp[:top], off, lang)],
    }


def _legend(counts: Counter[str], ramp: Sequence[str], off: int, lang: str) -> Node:
    """Classes with how many municipalities, the hatch, and what neither says."""
    entries = [Entry(str(n - 1), _class(n, lang), counts[str(n - 1)], colour) for n, colour in enumerate(ramp, 1)]
    entries.append(Entry("nd", t("seen.map.none", lang), counts["nd"]))
    return h(
        "section",
        {"class": "enti-card", "aria-label": t("map.legend", lang)},
        h("h3", {}, t("seen.map", lang)),
        h("ul", {"class": "enti-legend"}, *[component.entry(e, lang) for e in entries]),
        h("p", {"class": "enti-fine"}, _fine(off, lang)),
    )


def _class(n: int, lang: str) -> str:
    return t("seen.map.one", lang) if n == 1 else t("seen.map.many", lang, n=f"{n}+" if n == _TOP else n)


def _fine(off: int, lang: str) -> str:
    """What the hatch does not say, and how many projects are on no municipality."""
    said = t("seen.map.fine", lang)
    return f"{said} {t('seen.map.off', lang, n=off)}" if off else said

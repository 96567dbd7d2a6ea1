"""What the Indicator page says of the country beside its picture, map or chart: how it is judged and against what, and
how its values reached us.
"""

from dataclasses import replace

from core.judgement.judge import Card
from core.reading.reading import Reading
from core.terms.territory import VERSION
from show import findings, pedigree
from show.sentences import area_name, place_name, within
from show.texts import t
from show.tree import Node, h
from ui.kit import aims, marks


def judgement(card: Card, series: str, lang: str, version: str = VERSION) -> Node:
    """What the rules say of the country, and what there is to aim at; the other series of a row are not judged."""
    said: list[Node] = []
    if card.series == series:
        place = area_name(card.territory_id, lang)
        said.append(
            marks.judged(card.state, lang, indicator=card.item.id, place=card.territory_id, version=version),
        )
        why = (
            t(f"reason.{card.reason}", lang)
            if card.reason
            else findings.trend_said(card.trend, card.item, series, place, lang)
        )
        said.append(h("p", {"class": "enti-fine"}, why[:1].upper() + why[1:]))
    elif card.points:
        other = card.item.get_series(card.series).name.get(lang)
        said.append(h("p", {}, t("country.judged_by", lang, series=within(other))))
    said += aims.brief(card, lang)
    return h("section", {"class": "enti-card"}, h("h3", {}, t("country.judgement", lang)), *said) if said else None


def came(found: Reading | None, series: str, lang: str) -> Node:
    """How the country's values reached us: each way once, with its periods; which series, where it is another."""
    ways = pedigree.grouped(found.pedigrees) if found is not None else []
    if not ways:
        return None
    items = [
        h(
            "details",
            {"class": "enti-pedigree-card", **({"open": ""} if len(ways) == 1 else {})},
            h("summary", {}, pedigree.mark(p, lang), f" {pedigree.span(periods, lang)}"),
            # Numerator and denominator are of one period: of many, those of the first would be read as all of theirs.
            pedigree.details(p if len(periods) == 1 else replace(p, parts=None), lang),
        )
        for periods, p in ways
    ]
    assert found is not None  # it has ways
    other = found.item.get_series(found.series).name.get(lang) if found.series != series else ""
    where = " · ".join(filter(None, (place_name(found.where.self, lang), other)))
    return h("section", {"class": "enti-card"}, h("h3", {}, t("pedigree.title", lang), h("small", {}, where)), *items)

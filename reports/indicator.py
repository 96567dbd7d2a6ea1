"""The pages of one indicator: what it is, what the figures say, map, evolution, regions, verdict; or why there are
none.
"""

from collections.abc import Iterator

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.judgement.verdict import Verdict
from core.judgement.windows import RULES
from core.terms.formats import number
from reports import goals, pictures, sourced
from reports.context import Sources
from reports.model import Block, Heading, Text
from reports.own import own, quoted
from show import findings, verdicts
from show.sentences import area_name, named, owed, said_of, why_missing
from show.texts import t


def pages(s: Sources, item: Indicator) -> Iterator[Block]:
    """Heading, definition, and what there is; without figures the reason, the owner and what closes the gap."""
    lang = s.lang
    found = s.read.summary(item)
    yield Heading(2, f"{item.row}. {named(found, lang) if found else item.name.get(lang)}")
    yield Text(_about(item, item.unit_for(found.series, lang) if found else item.unit.get(lang), lang), "fine")
    if found is None:
        yield from _nothing(s, item)
        return
    if found.country and found.country.now:
        yield Text(said_of(found.country, found.country.now.period, lang), "lead")
    yield Text(judgement(found.card, area_name(found.card.territory_id, lang), lang))
    yield from pictures.of_towns(s, item)
    yield from pictures.over_time(s, item)
    yield from pictures.ends(s, item)
    yield from pictures.regions(s, item)
    yield from goals.table(item, lang)
    yield Text(f"{sourced.shown(s, found)} {sourced.address(s, found)}", "fine")


def _about(item: Indicator, unit: str, lang: str) -> str:
    """The row in the strategy's own words, and the unit of what is shown."""
    words = own(f"{item.indicator} › {item.sub_indicator}", lang)
    return t(
        "rep.about",
        lang,
        row=item.row,
        words=words,
        description=quoted(item.description, lang),
        source=own(item.table3_source, lang),
        unit=unit.rstrip("."),
    )


def _nothing(s: Sources, item: Indicator) -> Iterator[Block]:
    state, lang = item.source_state, s.lang
    yield Text(t("rep.nothing", lang), "lead")
    why = t("rep.why", lang, why=why_missing(item, lang), owed=owed(s.asked(item), lang))
    closes = t("rep.closes", lang, closes=state.closes.get(lang)) if state.closes else ""
    yield Text(f"{why} {closes}".rstrip())
    yield from goals.table(item, lang)


def judgement(card: Card, place: str, lang: str) -> str:
    """Both windows, whether they speak of the Strategy, and each target, in a sentence or two each."""
    window, state = t("window.long", lang).lower(), t(f"verdict.{card.state}", lang).lower()
    said = t("rep.judged", lang, place=place, window=window, state=state)
    because = t("rep.because", lang, why=t(f"reason.{card.reason}", lang)) if card.reason else ""
    said, rules = f"{said}{because}.", t("rep.rules", lang, rules=RULES)
    if card.reason == "no_data":
        return f"{said} {rules}"
    trend = "" if card.reason else findings.trend_said(card.trend, card.item, card.series, place, lang)
    short, pace = t("window.short", lang).lower(), t(f"pace.{card.short.state}", lang).lower()
    parts = [said, trend, t("rep.paced", lang, window=short, state=pace)]
    parts += [verdicts.short_said(card, lang), verdicts.speaks_said(card, lang)]
    parts += [_aim(card, v, lang) for v in card.verdicts]
    return " ".join([*filter(None, parts), rules])


def _aim(card: Card, v: Verdict, lang: str) -> str:
    value = verdicts.aim_value(card, v.target.value, lang)
    said = t("rep.aim", lang, value=value, year=v.target.year, state=t(f"verdict.{v.state}", lang).lower())
    said += f" ({t(f'reason.{v.reason}', lang)})" if v.reason else ""
    return said + ("" if v.ratio is None else t("rep.aim.pace", lang, n=number(100 * v.ratio, 0, lang))) + "."

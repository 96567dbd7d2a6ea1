"""What is said of a judgement in words, alike on screen, wall and paper: both windows, the target, the tally."""

from core.judgement.judge import Card
from core.judgement.windows import Pace
from core.reading.nation import Tally
from core.terms.formats import exact, number, with_unit
from core.terms.period import label
from show.charts import Aim
from show.sentences import value_or_gap, within
from show.texts import t


def rate(pace: Pace, lang: str) -> str:
    """The short window's rate with its sign («+1,2 % por ano»); a dash where there is none."""
    if pace.rate is None:
        return "–"
    sign = "+" if pace.rate > 0 else "−" if pace.rate < 0 else ""
    return t("pace.rate", lang, rate=f"{sign}{number(abs(100 * pace.rate), 1, lang)}")


def short_said(card: Card, lang: str) -> str:
    """The short window in a sentence: rate and both ends; or why there is none."""
    pace = card.short
    if pace.rate is None or pace.first is None or pace.last is None:
        return t("pace.because", lang, reason=t(f"pace.why.{pace.reason}", lang))
    decimals, unit = card.item.decimals_for(card.series), card.item.unit_for(card.series, lang)
    (then, a), (now, b) = pace.first, pace.last
    return t(
        "pace.said",
        lang,
        rate=rate(pace, lang),
        first=with_unit(a, decimals, unit, lang),
        then=label(then, lang),
        last=with_unit(b, decimals, unit, lang),
        now=label(now, lang),
    )


def aim_said(card: Card, lang: str, instead: str = "") -> str:
    """«100 % em 2024: meta falhada (contadores em toda a baixa tensão normal)»: the target that counts, how it stands,
    and what it is of, which is not always what the figures are of; empty without one. `instead`: what to say where its
    state may not be believed.
    """
    if card.aim is None:
        return ""
    target = card.aim.target
    said = t(
        "mark.aim",
        lang,
        value=aim_value(card, target.value, lang),
        year=target.year,
        state=instead or t(f"verdict.{card.aim.state}", lang).lower(),
    )
    names = [g.name.get(lang) for g in card.item.targets if (g.value, g.year) == (target.value, target.year)]
    return f"{said} ({within(names[0])})" if names and not target.owner else said


def _decimals(card: Card, value: float) -> int:
    """A target has no more decimals than it was set with: «90 %» beside «63,9 %»."""
    return min(card.item.decimals_for(card.series), len(exact(value).partition(",")[2]))


def aim_value(card: Card, value: float, lang: str) -> str:
    """What a target wants, in the unit of the card's series."""
    return with_unit(value, _decimals(card, value), card.item.unit_for(card.series, lang), lang)


def _measured(card: Card) -> bool:
    """Whether the targets are in the unit of the series: they are in the indicator's."""
    return card.item.get_series(card.series).unit is None


def aim_plain(card: Card, lang: str) -> str:
    """«A meta é 90 % até 2030.»: the target that counts, for beside the figure; empty without one."""
    if card.aim is None or not _measured(card):
        return ""
    target = card.aim.target
    return t("card.target_plain", lang, target=aim_value(card, target.value, lang), year=target.year)


def aims_drawn(card: Card, lang: str) -> list[Aim]:
    """The targets that judge, as a chart of the card's series draws them; none where the series has another unit."""
    found = {(v.target.year, v.target.value) for v in card.verdicts} if _measured(card) else set()
    return [
        Aim(value, year, t("chart.aim", lang, year=year, value=number(value, _decimals(card, value), lang)))
        for year, value in sorted(found)
    ]


def newest_said(card: Card, lang: str) -> str:
    """«2,8 ‰ (2025), taxa anual»: what a verdict is of, with the series where a row has several; empty without any."""
    if not card.points:
        return ""
    period, value = card.points[-1]
    said = f"{value_or_gap(value, card.item, card.series, lang)} ({label(period, lang)})"
    series = card.item.get_series(card.series)
    name = (series.part or series.name).get(lang)
    return f"{said}, {within(name)}" if len(card.item.series) > 1 else said


def speaks_said(card: Card, lang: str) -> str:
    """Whether the figures can speak of the Strategy; empty where there are none."""
    return "" if not card.points else t("speaks.yes" if card.speaks else "speaks.no", lang)


def tally_said(found: Tally, lang: str) -> str:
    """How many of how many, group by group, with the scope; groups without any are left out."""
    parts = [
        t(f"tally.{g}", lang, n=n)
        for g in ("good", "bad", "same", "neutral")
        if (n := getattr(found, g)) or g in ("good", "bad")
    ]
    said = ", ".join(parts[:-1]) + t("tally.and", lang) + parts[-1]
    return t("tally", lang, of=found.of, said=said, unjudged=found.unjudged)


def tally_short(found: Tally, lang: str) -> str:
    """The same in the fewest words: better, worse, cannot be judged."""
    parts = [t(f"tally.{g}", lang, n=getattr(found, g)) for g in ("good", "bad")]
    return t("tally", lang, of=found.of, said=t("tally.and", lang).join(parts), unjudged=found.unjudged)


def speaking_said(found: Tally, lang: str) -> str:
    """Of those that get better, how many speak of the Strategy's own years; empty where none gets better."""
    if not found.good:
        return ""
    if not found.speaking:
        return t("tally.speaking.none", lang, good=found.good)
    key = "tally.speaking.all" if found.speaking == found.good else "tally.speaking"
    return t(key, lang, good=found.good, n=found.speaking)


def domain_said(found: Tally, lang: str) -> str:
    """What the indicators of a domain say together: only counts over what can be judged, no composite."""
    if not found.judged:
        return t("domain.unknown", lang)
    if found.good and found.bad:
        key = "domain.mixed.many" if found.good > 1 or found.bad > 1 else "domain.mixed"
        return t(key, lang, good=found.good, bad=found.bad)
    key = "domain.good" if found.good else "domain.bad" if found.bad else "domain.same"
    return t(key, lang, good=found.good, bad=found.bad, judged=found.judged)

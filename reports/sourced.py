"""Where what a report shows comes from: the citation under each picture, and the address that opens the same view."""

from core.catalogue.catalogue import Indicator
from core.reading.reading import Summary
from core.terms import age, licence
from core.terms.territory import VERSION
from reports.context import Sources
from reports.own import own
from show import links
from show.sentences import aged, got
from show.texts import t


def source(s: Sources, item: Indicator, series: str, period: str) -> str:
    """Citation, licence, age of the period that is shown on the report's day, and when we got it."""
    lang, origin = s.lang, s.read.origin(item, series, period)
    if origin is None:
        return f"{t('source', lang)}: {s.catalogue.sources[item.provider].name.get(lang)}."
    terms = t("rep.licence", lang, licence=licence.said(origin.licence, lang))
    ended = age.of(period, s.until)
    # A report has no «today»: it is read later than the day that it speaks of.
    when = t("rep.ended", lang) if ended is not None and not ended.days else _begun(aged(period, s.until, lang))
    said = f"{t('source', lang)}: {own(origin.citation.rstrip('.'), lang)}. {terms} {when} {_begun(got(origin, lang))}"
    return f"{said} {_begun(t('stale', lang))}" if origin.stale else said


def shown(s: Sources, found: Summary) -> str:
    """The source of the figure that is said: the country's, else that of the places."""
    series = found.country.series if found.country and found.country.now else found.series
    return source(s, found.item, series, found.said)


def address(s: Sources, found: Summary) -> str:
    """The address that opens what a report shows of an indicator, in this build: its map, else the country's series."""
    choices = {links.INDICATOR: found.item.id, links.LANG: s.lang, links.NUTS: VERSION}
    if found.spread is not None:
        choices |= {links.SERIES: found.series, links.PERIOD: found.period, links.LEVEL: found.spread.level}
    elif found.country is not None:
        choices |= {links.SERIES: found.country.series, links.PERIOD: found.said, links.LEVEL: "pais"}
    else:
        choices |= {links.SERIES: found.series, links.PERIOD: found.period}
    return t("rep.address", s.lang, address=links.cited("indicador", choices, s.store.build))


def _begun(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."

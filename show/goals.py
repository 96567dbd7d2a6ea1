"""What a target wants, by when, as screen and paper say it."""

from core.strategy.evidence_model import DocumentTarget
from core.terms.formats import exact, spoken
from core.terms.period import label
from show.texts import t


def amount(value: float, unit: str, lang: str) -> str:
    """«−55 % face a 2005», «55% of households», «410 kg/hab.»: a figure that documents give, with all of its unit."""
    figure = exact(value, lang).replace("-", "−")
    if lang == "en" and unit.startswith("%"):
        return f"{figure}{unit}"
    said = spoken(unit)
    # A unit names many of what it counts: one of them is said by its measure.
    return f"{figure} {f'({said})' if value == 1 and said else said}".rstrip()


def wanted(x: DocumentTarget, lang: str) -> str:
    """What a document wants; that its figure was not read, where it was not; the document, where it has none."""
    unit = x.unit.get(lang) if x.unit else ""
    if x.value is not None:
        return amount(x.value, unit, lang)
    if unit:
        return f"{unit[:1].upper()}{unit[1:]} ({t('goals.unread', lang)})"
    return x.document.get(lang)


def when(x: DocumentTarget, lang: str) -> str:
    """The year of a target, or since when; empty where the document gives none."""
    if x.year is None:
        return ""
    return t("goals.since", lang, date=label(x.year, lang)) if x.year_is else label(x.year, lang)

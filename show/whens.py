"""What the calendar makes of actions (core.strategy.standing.WHENS) and of meetings, and of when a page is, in the same
words on every surface.
"""

from collections.abc import Sequence
from datetime import date

from core.strategy.evidence_model import Happened
from core.strategy.meetings import Quarter
from core.strategy.standing import WHENS, Standing, Tally
from core.terms.formats import day
from core.terms.period import label
from show.texts import t


def word(s: Standing, lang: str) -> str:
    """«fora de prazo, sem notícia», «atrasada», «vence em 90 dias», «por vencer», «concluída»."""
    return t(f"when.{s.when}", lang)


def counts(found: Tally, lang: str, of: Sequence[str] = WHENS) -> str:
    """«21 fora de prazo sem notícia, 15 vencem em 90 dias, 11 por vencer»: only what there is, in the order of WHENS;
    that there is none where nothing is left.
    """
    parts = [t(f"whens.{w}", lang, n=n) for w in WHENS if w in of and (n := found.whens[w])]
    return ", ".join(parts) or t("whens.none", lang)


def quarter_name(q: Quarter, lang: str) -> str:
    """«2.º trimestre de 2026»."""
    return t("gov.quarter", lang, q=(q.start.month + 2) // 3, year=q.start.year)


def quarter(q: Quarter, today: date, lang: str) -> str:
    """When a structure met in a quarter; or that it had no need to, that nothing is on record, that it is to come."""
    if q.held:
        return ", ".join(t("gov.quarter_met", lang, date=day(d, lang)) for d in q.held)
    if not q.owed:
        return t("gov.quarter_free", lang)
    return t("gov.quarter_none" if q.after <= today else "gov.quarter_now" if q.start <= today else "gov.next", lang)


def quarter_of_region(q: Quarter, today: date, lang: str) -> str:
    """The same of a region: without a record it is we who do not know, not the region that did not meet."""
    if q.held or not q.owed or q.after > today:
        return quarter(q, today, lang)
    return t("gov.unrecorded", lang)


def dated(row: Happened, lang: str) -> str:
    """«setembro de 2024», «16/09/2024 (deduzida)», «sem data»."""
    if row.dated is None:
        return t("public.undated", lang)
    said = label(row.dated, lang)
    return t("public.inferred", lang, date=said) if row.date_from == "inferred" else said

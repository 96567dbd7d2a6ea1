"""What the calendar makes of actions (core.strategy.standing.WHENS), and of when a page is, in the same words on every
surface.
"""

from collections.abc import Sequence

from core.strategy.evidence_model import Happened
from core.strategy.standing import WHENS, Standing, Tally
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


def dated(row: Happened, lang: str) -> str:
    """«setembro de 2024», «16/09/2024 (deduzida)», «sem data»."""
    if row.dated is None:
        return t("public.undated", lang)
    said = label(row.dated, lang)
    return t("public.inferred", lang, date=said) if row.date_from == "inferred" else said

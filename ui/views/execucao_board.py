"""The board of the 47 actions: a row per initiative, a column per year in which deadlines end, a box per action.

The outline of a box is its deadline, its ground what the owner said, the bar in it the strongest public evidence: three
marks that never stand for one another.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from core.strategy.evidence import FOUND, Public
from core.strategy.evidence_model import STRENGTHS
from core.strategy.model import Initiative, term_end
from core.strategy.standing import UNSAID, WHENS, Standing, by_initiative
from core.strategy.strategy import Strategy
from core.terms.enti import FIRST_YEAR, LAST_YEAR
from show.sentences import counted
from show.texts import t
from show.tree import Node, h
from ui.kit import proof

ACTION: Final = "acao"  # the open action, in the address
_YEARS: Final = range(FIRST_YEAR + 1, LAST_YEAR + 1)


def label_of(s: Standing) -> str:
    """«9.1»."""
    return s.action.id.removeprefix("acao_").replace("_", ".")


def _shown_year(s: Standing) -> int:
    """Where the box stands: at the next deadline, or the last one where all are past."""
    return (s.next_term or s.action.deadline.last_day).year


def board(whole: Strategy, plan: Sequence[Standing], public: Public, today: date, opened: str, lang: str) -> Node:
    """Legend with counts, and the grid. `opened`: id of the action in the panel, or empty."""
    per_year = Counter(_shown_year(s) for s in plan)
    head = [h("th", {"scope": "col"}, h("span", {"class": "enti-hidden"}, t("exec.by.initiative", lang)))]
    for year in _YEARS:
        n = per_year[year]
        said = t("brief.actions", lang, n=n)
        now = {"data-now": "1"} if year == today.year else {}
        head.append(h("th", {"scope": "col"} | now, t("board.end", lang, year=year), h("small", {}, said)))
    groups = by_initiative(whole, plan)
    rows = [_row(i, groups[i.id], public, today, opened, lang) for i in whole.initiatives]
    return h(
        "section",
        {"class": "enti-card enti-board"},
        h("h2", {}, t("board.title", lang)),
        _legend(plan, public, lang),
        h(
            "div",
            {"class": "enti-scroll"},
            h(
                "table",
                {},
                h("caption", {"class": "enti-hidden"}, t("board.alt", lang)),
                h("thead", {}, h("tr", {}, *head)),
                h("tbody", {}, *rows),
            ),
        ),
        h("p", {"class": "enti-fine"}, t("board.foot", lang)),
    )


def _row(i: Initiative, mine: Sequence[Standing], public: Public, today: date, opened: str, lang: str) -> Node:
    cells = []
    for year in _YEARS:
        boxes = [_box(s, public, opened, lang) for s in mine if _shown_year(s) == year]
        boxes += [_ghost(s, opened, lang) for s in mine if year in _other_years(s)]
        cells.append(h("td", {"data-now": "1"} if year == today.year else {}, *boxes))
    name = h("span", {"title": i.name}, t(f"board.initiative.{i.number}", lang))
    head = h("span", {}, h("span", {"class": "num"}, str(i.number)), name)
    return h("tr", {}, h("th", {"scope": "row"}, head), *cells)


def _other_years(s: Standing) -> set[int]:
    return {term_end(term).year for term in s.action.deadline.terms} - {_shown_year(s)}


def _box(s: Standing, public: Public, opened: str, lang: str) -> Node:
    best, moved = public.best(s.action.id), bool(public.successions(s.action.id))
    word = t("board.no_word", lang).rstrip(".") if s.state == UNSAID else t(f"exec.state.{s.state}", lang)
    said = t(
        "board.box",
        lang,
        number=label_of(s),
        deadline=counted(s.days, lang),
        word=word,
        proof=f"{t('public.title', lang).lower()}: {t(f'public.best.{best}', lang)}",
    )
    marks = {"data-when": s.when, "data-best": best, "data-state": s.state}
    return h(
        "a",
        {"class": "enti-box", "href": "?", "data-set": f"{ACTION}={s.action.id}", "aria-label": said, "title": said}
        | marks
        | ({"data-moved": "1"} if moved else {})
        | ({"aria-current": "true"} if s.action.id == opened else {}),
        label_of(s),
        proof.bar(best),
    )


def _ghost(s: Standing, opened: str, lang: str) -> Node:
    said = f"{label_of(s)}: {t('board.second', lang)}"
    return h(
        "a",
        {
            "class": "enti-box is-ghost",
            "href": "?",
            "data-set": f"{ACTION}={s.action.id}",
            "aria-label": said,
            "title": said,
        }
        | ({"aria-current": "true"} if s.action.id == opened else {}),
        label_of(s),
    )


def _legend(plan: Sequence[Standing], public: Public, lang: str) -> Node:
    """What outline, bar and corner mean, each with how many."""
    whens = Counter(s.when for s in plan)
    bests = Counter(public.best(s.action.id) for s in plan)
    moved = sum(bool(public.successions(s.action.id)) for s in plan)
    spoken = sum(s.state != UNSAID for s in plan)
    none = sum(bests[b] for b in FOUND if b not in STRENGTHS)
    items: list[tuple[dict[str, str], Node, str, int]] = [
        ({"data-when": w}, None, t(f"when.{w}", lang), whens[w]) for w in WHENS if whens[w]
    ]
    items += [({"data-when": "ahead"}, proof.bar(b), t(f"public.best.{b}", lang), bests[b]) for b in STRENGTHS]
    items.append(({"data-when": "ahead"}, None, t("public.best.nothing", lang), none))
    items.append(({"data-when": "ahead", "data-moved": "1"}, None, t("board.moved", lang), moved))
    if spoken:
        items.append(({"data-when": "ahead", "data-state": "em_curso"}, None, t("board.filled", lang), spoken))
    return h(
        "ul",
        {"class": "enti-counts"},
        *[
            h("li", {}, h("span", {"class": "enti-box is-key", "aria-hidden": "true"} | about, inside), f"{said}: {n}")
            for about, inside, said, n in items
        ],
    )

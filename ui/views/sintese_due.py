"""What is to be decided, what falls due in ninety days, and whose deadlines passed without a word."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from core.reading.agenda import Matter
from core.strategy import asking
from core.strategy.decisions import Followed
from core.strategy.evidence import Public
from core.strategy.present import Present
from core.strategy.standing import SOON, Standing, due_soon
from core.terms.formats import day, months, short_day
from core.warehouse.requests import Request
from show import matters
from show.sentences import counted, silence
from show.texts import t
from show.tree import Node, h
from ui.kit import state
from ui.views.execucao_board import ACTION, label_of


def decisions(matters: Sequence[Matter], decided: Sequence[Followed], today: date, lang: str) -> Node:
    """The matters, each with its day, what it is, and who decides on what ground; and how many decisions are open."""
    lines = [_matter(m, today, lang) for m in matters]
    empty = h("p", {}, t("brief.none_decide", lang))
    content = h("ul", {"class": "enti-matters"}, *lines) if lines else empty
    return h(
        "section",
        {"class": "enti-card enti-brief"},
        h("h2", {}, t("brief.decide", lang)),
        content,
        _open(decided, lang),
    )


def _open(decided: Sequence[Followed], lang: str) -> Node:
    """How many decisions are still to be carried out, and how many of them are past their day."""
    n, past = sum(f.open for f in decided), sum(f.past for f in decided)
    if not n:
        return None
    said = t("decisions.open", lang, n=n) + (t("decisions.open_past", lang, n=past) if past else "") + "."
    return h("p", {}, h("a", {"href": state.address("governacao"), "data-nav": "1"}, said))


def _matter(m: Matter, today: date, lang: str) -> Node:
    late = m.due is not None and m.due < today
    when = t("agenda.now", lang) if m.due is None else t("agenda.past", lang) if late else short_day(m.due, lang)
    what, ground = matters.said(m, lang)
    to = {"href": state.address(m.page, **m.choices), "data-nav": "1"}
    return h(
        "li",
        {},
        h("span", {"class": "enti-when", "data-now": "1"} if m.due is None or late else {"class": "enti-when"}, when),
        h("div", {}, h("a", to, what), h("div", {"class": "enti-fine"}, ground)),
    )


def ahead(plan: Sequence[Standing], matters: Sequence[Matter], today: date, lang: str) -> Node:
    """The next ninety days as a line: a square per action on the day its next term ends, duties beside it."""
    due: dict[date, list[Standing]] = {}
    for s in due_soon(plan):
        due.setdefault(s.next_term or today, []).append(s)
    duties = Counter(m.due for m in matters if m.due in due and m.kind in ("report", "meeting"))
    end = today + timedelta(days=SOON)
    groups = [_day(on, due[on], duties[on], today, lang) for on in sorted(due)]
    empty = h("p", {"class": "enti-fine"}, t("brief.none_ahead", lang)) if not due else None
    return h(
        "div",
        {"class": "enti-ahead"},
        h("h2", {}, t("brief.ahead", lang), h("small", {}, t("brief.until", lang, date=day(end, lang)))),
        empty,
        h("div", {"class": "enti-days"}, *groups, _axis(today, lang)),
    )


def _axis(today: date, lang: str) -> Node:
    """Today to the last day, with the first of each month."""
    firsts = [d for n in range(SOON) if (d := today + timedelta(days=n)).day == 1]
    ticks: list[Node] = []
    for d in firsts:
        x = f"{round(100 * (d - today).days / SOON, 1)}%"
        ticks.append(h("line", {"x1": x, "x2": x, "y1": 2, "y2": 10, "stroke": "var(--line-3)"}))
        ticks.append(h("text", {"x": x, "y": 21, "class": "enti-fine"}, months(lang)[d.month - 1][:3]))
    base = h("line", {"x1": "0%", "x2": "100%", "y1": 4, "y2": 4, "stroke": "var(--band-2)", "stroke-width": 4})
    return h("svg", {"class": "enti-axis", "width": "100%", "height": 24, "aria-hidden": "true"}, base, *ticks)


def _week(on: date, today: date) -> int:
    return round((on - today).days / 7)


def _day(on: date, mine: Sequence[Standing], duties: int, today: date, lang: str) -> Node:
    squares = [
        h(
            "a",
            {
                "href": state.address("execucao", **{ACTION: s.action.id}),
                "data-nav": "1",
                "class": "enti-square",
                "aria-label": f"{label_of(s)}: {counted((on - today).days, lang)}",
                "title": f"{label_of(s)} {s.action.text}",
            },
        )
        for s in mine
    ]
    n = t("brief.actions", lang, n=len(mine))
    said = f"{day(on, lang)} · {n}" + (t("brief.duties", lang) if duties else "")
    week = _week(on, today)
    return h(
        "div",
        {"class": "enti-due", "data-week": week, "data-side": "right" if week > 6 else "left"},
        h("div", {"class": "enti-squares"}, *squares),
        h("strong", {}, said),
    )


def _bar(parts: Sequence[int], most: int) -> Node:
    """Counts beside each other, as shares of the longest bar."""
    rects, x = [], 0.0
    for age, n in enumerate(parts):
        wide = 100 * n / most
        rects.append(h("rect", {"x": round(x, 2), "width": round(wide, 2), "height": 10, "data-age": age}))
        x += wide
    box = {"class": "enti-past-bar", "viewBox": "0 0 100 10", "preserveAspectRatio": "none", "aria-hidden": "true"}
    return h("svg", box, *rects)


def _since(age: Sequence[date]) -> str:
    return "brief.past_since" if len(age) == 1 else "brief.past_before"


def past(
    plan: Sequence[Standing], present: Present, public: Public, requests: Sequence[Request], today: date, lang: str
) -> Node:
    """Deadlines that passed without a word, by who answers today, in the ages of the deadlines; and of how many of them
    nobody was asked.
    """
    silent = [s for s in plan if s.when == "silent"]
    ends = sorted({s.action.deadline.last_day for s in silent})
    ages = [ends[:-1], ends[-1:]] if len(ends) > 1 else [ends]  # what is older than the last one is of one age
    counts: Counter[tuple[str, date]] = Counter()
    for s in silent:
        for a in present.answers(s.action.responsible, today):
            now, was = (a.body or a.named).called(lang), a.named.called(lang)
            counts[(now if not a.changed else t("brief.was", lang, now=now, was=was), s.action.deadline.last_day)] += 1
    whole = Counter[str]()
    for (who, _), n in counts.items():
        whole[who] += n
    most = max(whole.values(), default=1)
    rows = [
        h(
            "li",
            {},
            h("span", {}, who),
            _bar([sum(counts[(who, e)] for e in age) for age in ages], most),
            h("strong", {}, str(n)),
        )
        for who, n in whole.most_common(4)
    ]
    key = [
        h("span", {}, h("span", {"data-age": k}), f" {t(_since(age), lang, date=day(age[-1], lang))}")
        for k, age in enumerate(ages)
    ]
    seen = sum(public.best(s.action.id) in ("direct", "partial") for s in silent)
    title = h("h2", {}, t("brief.past", lang), h("small", {}, t("brief.past_note", lang, n=len(silent))))
    if not silent:
        return h("div", {}, title, h("p", {}, t("brief.none_late", lang)))
    return h(
        "div",
        {"class": "enti-past"},
        title,
        h("ul", {}, *rows),
        h("p", {"class": "enti-fine enti-ages"}, *key),
        h("p", {"class": "enti-fine"}, silence(asking.of_actions(silent, requests, today).values(), lang)),
        h("p", {"class": "enti-fine"}, t("brief.past_seen", lang, n=seen, of=len(silent))),
    )

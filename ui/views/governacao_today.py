"""What came after the text of 2023: amendments with the text beside them, and who answers today for each body."""

from datetime import date

from core.strategy import present
from core.strategy.model import Structure
from core.strategy.present import Answer, Present, municipalities
from core.strategy.present_model import Amendment, Change, Region
from core.strategy.strategy import Strategy
from core.terms import territory
from core.terms.formats import day
from show.texts import t
from show.tree import Node, h
from ui.kit import bodies, state


def section(whole: Strategy, today: date, lang: str) -> Node:
    """The amendments, then the table of bodies."""
    known = present.load()
    past = [a for a in known.amendments if a.since <= today]
    return h(
        "section",
        {"class": "enti-card"},
        h("h2", {}, t("today.title", lang)),
        h("p", {"class": "enti-fine"}, t("today.how", lang)),
        *[_amendment(a, whole, lang) for a in past],
        _bodies(known, whole, today, lang),
    )


def _amendment(a: Amendment, whole: Strategy, lang: str) -> Node:
    by_id = {s.id: s for s in whole.structures}
    title = t("today.amended", lang, act=a.act.name.get(lang), date=day(a.since, lang))
    head = (t("today.part", lang), t("today.text", lang), t("today.now", lang, date=day(a.since, lang)))
    return h(
        "div",
        {"class": "enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, h("a", {"href": a.act.url}, title)),
            h("thead", {}, h("tr", {}, *[h("th", {"scope": "col"}, x) for x in head])),
            h("tbody", {}, *[_change(c, by_id[c.structure], lang) for c in a.changes]),
        ),
        h("p", {"class": "enti-source"}, f"{t('today.unread', lang)}: {a.unread.get(lang)}"),
    )


def _change(c: Change, s: Structure, lang: str) -> Node:
    text = s.composition if c.what == "composition" else s.meetings.text if s.meetings else None
    part = f"{s.acronym or s.name}, {t(f'today.what.{c.what}', lang)}"
    return h(
        "tr",
        {"data-change": f"{c.structure}-{c.what}"},
        h("th", {"scope": "row"}, part, h("div", {"class": "enti-fine"}, s.ref)),
        h("td", {}, h("span", {"lang": "pt"}, f"«{text}»") if text else t("today.unsaid", lang)),
        h("td", {}, *now_of(c, lang)),
    )


def now_of(c: Change, lang: str) -> list[Node]:
    """What a change says, and where that was read."""
    return [f"{c.now.get(lang)} ", h("a", {"href": c.url}, t(f"bodies.read.{c.read}", lang))]


def _bodies(known: Present, whole: Strategy, today: date, lang: str) -> Node:
    """A row per body that changed, or whose act was read; the others by name, because of them nobody knows."""
    every = [known.answer(e.id, today) for e in whole.entities]
    told = sorted((a for a in every if a.changed or a.named.act), key=lambda a: not a.changed)
    untold = [a.named.called(lang) for a in every if not a.changed and a.named.act is None]
    head = [h("th", {"scope": "col"}, t(f"bodies.col.{c}", lang)) for c in ("text", "today", "why", "status")]
    changed, open_ = sum(a.changed for a in every), sum(a.status == "por_confirmar" for a in every)
    caption = t("bodies.title", lang, changed=changed, n=len(every), open=open_)
    return h(
        "div",
        {"class": "enti-scroll"},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, caption),
            h("thead", {}, h("tr", {}, *head)),
            h("tbody", {}, *[_body(a, lang) for a in told]),
        ),
        h("p", {"class": "enti-source"}, f"{t('bodies.open', lang)}: {'; '.join(untold)}."),
    )


def _body(a: Answer, lang: str) -> Node:
    if a.changed:
        today = [f"{a.body.called(lang)}: {a.body.name.get(lang)}" if a.body else t("bodies.none", lang)]
    else:
        today = [t("bodies.same", lang)]
    steps = bodies.steps([a], lang) or [h("li", {}, *bodies.reason(a.named, lang))]
    return h(
        "tr",
        {"data-body": a.named.id},
        h("th", {"scope": "row"}, a.named.called(lang)),
        h("td", {}, *today),
        h("td", {}, h("ul", {"class": "enti-lines"}, *steps)),
        h("td", {}, t(f"bodies.status.{a.status}", lang)),
    )


def of_structure(s: Structure, whole: Strategy, today: date, lang: str) -> list[Node]:
    """What a structure's card has to say beside the text of 2023: what changed, and today's body."""
    known = present.load()
    lines: list[Node] = [
        h("p", {}, f"{t('today.now', lang, date=day(a.since, lang))} ({a.act.name.get(lang)}): ", *now_of(c, lang))
        for a, c in known.changes(s.id, today)
    ]
    gone = [a for a in known.mentioned(s.composition, whole, today) if a.changed]
    if gone:
        names = ", ".join(a.named.called(lang) for a in gone)
        lines.append(bodies.opened(f"{names}; {present.now(gone, lang)}", gone, lang))
    return [*lines, _regions(known, lang) if s.id == "eat" else None]


def _regions(known: Present, lang: str) -> Node:
    places = territory.load()
    rows = [h("li", {}, *_region(r, places, lang)) for r in known.regions]
    return h(
        "details",
        {"class": "enti-missing"},
        h("summary", {}, t("regions.title", lang, n=len(rows))),
        h("p", {"class": "enti-fine"}, t("regions.note", lang)),
        h("ul", {}, *rows),
    )


def _region(r: Region, places: territory.Territories, lang: str) -> list[Node]:
    """Its name, how many municipalities it has, and the way to each of its NUTS II regions."""
    links: list[Node] = []
    for n in r.nuts2:
        where = {state.PLACE: n, state.NUTS: territory.VERSION}
        links.append(", " if links else ": ")
        links.append(h("a", {"href": state.address("territorio", **where), "data-nav": "1"}, places[n].name))
    count = t("regions.row", lang, n=len(municipalities(r)))
    note = h("div", {"class": "enti-fine"}, r.note.get(lang)) if r.note else None
    return [h("strong", {"lang": "pt"}, r.name), f", {count}", *links, note]

"""The strategy as it stands on the report's day: what was amended, beside the text of 2023, and who answers."""

from collections.abc import Iterator
from datetime import date

from core.strategy import present
from core.strategy.model import Parties
from core.strategy.present import Answer
from core.strategy.present_model import Body
from core.terms.formats import day
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from reports.own import own
from show.texts import t


def named(parties: Parties, until: date, lang: str) -> str:
    """A body as it is written, and the one that answers on the report's day."""
    said = present.named(parties, until, lang, word=on(until, lang))
    return own(parties.text, lang) + said.removeprefix(parties.text)


def answering(body_id: str, until: date, lang: str) -> str:
    """The same for one body of the strategy, by its id."""
    answer = present.load().answer(body_id, until)
    said = present.now([answer], lang, word=on(until, lang))
    return f"{answer.named.called(lang)}; {said}" if said else answer.named.called(lang)


def on(until: date, lang: str) -> str:
    """What a report says for «hoje»: the day it speaks of, which may be long past."""
    return t("rep.on", lang, day=day(until, lang))


def amendments(s: Sources) -> Iterator[Block]:
    """Each amendment in force on the day, with the text of 2023 beside it and what of it was not read."""
    lang, structures = s.lang, {x.id: x for x in s.strategy.structures}
    for a in present.load().amendments:
        if a.since > s.until:
            continue
        rows = []
        for c in a.changes:
            x = structures[c.structure]
            text = x.composition if c.what == "composition" else x.meetings.text if x.meetings else None
            said = f"{c.now.get(lang)} ({t(f'bodies.read.{c.read}', lang)}: {c.url})"
            part = f"{own(x.acronym or x.name, lang)}, {t(f'today.what.{c.what}', lang)}"
            rows.append((part, own(text, lang) if text else t("today.unsaid", lang), said))
        caption = t("today.amended", lang, act=a.act.name.get(lang), date=day(a.since, lang))
        header = (t("today.part", lang), t("today.text", lang), t("today.now", lang, date=day(a.since, lang)))
        yield Table(caption, header, tuple(rows), (1.2, 3.4, 3.4))
        yield Text(f"{t('today.unread', lang)}: {a.unread.get(lang)}", "fine")


def bodies(s: Sources) -> Iterator[Block]:
    """Who answers on the day for each body of the strategy whose act was read; the others by name."""
    known, lang = present.load(), s.lang
    every = [known.answer(e.id, s.until) for e in s.strategy.entities]
    told = [a for a in every if a.changed or a.named.act]
    untold = "; ".join(a.named.called(lang) for a in every if a not in told)
    yield Heading(2, t("printed.who", lang))
    yield Table(
        t("printed.who.table", lang, day=day(s.until, lang)),
        tuple(t(c, lang) for c in ("bodies.col.text", "printed.col.answers", "printed.col.act", "bodies.col.status")),
        tuple((a.named.called(lang), _who(a, lang), why(a, lang), t(f"bodies.status.{a.status}", lang)) for a in told),
        (1.2, 2, 4.4, 1.2),
    )
    yield Text(f"{t('bodies.open', lang)}: {untold}.", "fine")


def _who(a: Answer, lang: str) -> str:
    if not a.changed:
        return t("bodies.same", lang)
    return f"{a.body.called(lang)}: {a.body.name.get(lang)}" if a.body else t("bodies.none", lang)


def why(a: Answer, lang: str) -> str:
    """Each act on the way, oldest first, with its day, its address and its note."""
    return " ".join(_act(b, lang) for b in a.steps or (a.named,))


def _act(b: Body, lang: str) -> str:
    if b.act is None:
        return t("bodies.no_act", lang)
    since = f" {t('printed.since', lang, day=day(b.gone, lang))}" if b.gone else ""
    note = f" {b.note.get(lang)}" if b.note else ""
    return f"{b.act.name.get(lang)} ({t(f'bodies.read.{b.act.read}', lang)}: {b.act.url}).{since}{note}"

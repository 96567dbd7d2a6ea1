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
from show.texts import t


def named(parties: Parties, until: date) -> str:
    """A body as it is written, and the one that answers on the report's day."""
    return present.named(parties, until, word=on(until))


def answering(body_id: str, until: date) -> str:
    """The same for one body of the strategy, by its id."""
    answer = present.load().answer(body_id, until)
    said = present.now([answer], word=on(until))
    return f"{answer.named.called('pt')}; {said}" if said else answer.named.called("pt")


def on(until: date) -> str:
    """What a report says for «hoje»: the day it speaks of, which may be long past."""
    return f"em {day(until)}"


def amendments(s: Sources) -> Iterator[Block]:
    """Each amendment in force on the day, with the text of 2023 beside it and what of it was not read."""
    structures = {x.id: x for x in s.strategy.structures}
    for a in present.load().amendments:
        if a.since > s.until:
            continue
        rows = []
        for c in a.changes:
            x = structures[c.structure]
            text = x.composition if c.what == "composition" else x.meetings.text if x.meetings else "o texto não o diz"
            said = f"{c.now.pt} ({t(f'bodies.read.{c.read}', 'pt')}: {c.url})"
            rows.append((f"{x.acronym or x.name}, {t(f'today.what.{c.what}', 'pt')}", text, said))
        caption = f"{a.act.name.pt}, desde {day(a.since)}"
        header = ("Parte", "Texto de 2023", f"Desde {day(a.since)}")
        yield Table(caption, header, tuple(rows), (1.2, 3.4, 3.4))
        yield Text(f"O que não se leu: {a.unread.pt}", "fine")


def bodies(s: Sources) -> Iterator[Block]:
    """Who answers on the day for each body of the strategy whose act was read; the others by name."""
    known = present.load()
    every = [known.answer(e.id, s.until) for e in s.strategy.entities]
    told = [a for a in every if a.changed or a.named.act]
    untold = "; ".join(a.named.called("pt") for a in every if a not in told)
    yield Heading(2, "Quem responde")
    yield Table(
        f"Entidades da Estratégia e quem responde por elas em {day(s.until)}",
        ("Na Estratégia", "Responde", "Ato", "Como o sabemos"),
        tuple((a.named.called("pt"), _who(a), _why(a), t(f"bodies.status.{a.status}", "pt")) for a in told),
        (1.2, 2, 4.4, 1.2),
    )
    yield Text(f"{t('bodies.open', 'pt')}: {untold}.", "fine")


def _who(a: Answer) -> str:
    if not a.changed:
        return t("bodies.same", "pt")
    return f"{a.body.called('pt')}: {a.body.name.pt}" if a.body else t("bodies.none", "pt")


def _why(a: Answer) -> str:
    """Each act on the way, oldest first, with its day, its address and its note."""
    return " ".join(_act(b) for b in a.steps or (a.named,))


def _act(b: Body) -> str:
    if b.act is None:
        return t("bodies.no_act", "pt")
    since = f" Desde {day(b.gone)}." if b.gone else ""
    note = f" {b.note.pt}" if b.note else ""
    return f"{b.act.name.pt} ({t(f'bodies.read.{b.act.read}', 'pt')}: {b.act.url}).{since}{note}"

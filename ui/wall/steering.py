"""Scenes of steering: deadlines of the action plan, what moved since the last build, how the sources are."""

from datetime import date
from typing import Final

from core.base.typed import Text
from core.judgement import movers as moves
from core.judgement.judge import Card
from core.room.playlists import Spec
from core.strategy import present, strategy
from core.strategy.standing import Standing, tally
from core.terms.formats import day, exact
from core.terms.period import label
from core.terms.territory import COUNTRY, VERSION
from core.warehouse import checks as journal
from core.warehouse.store import earlier
from show import verdicts, whens
from show.sentences import place_name, said_name, value_or_gap
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data import load
from ui.data.asked import by_source, days_since, in_time
from ui.data.context import Context
from ui.data.read import card_of
from ui.wall.parts import LANG, SHOWN, Scene, Shown, amount, mark, named, row, rows, stale

_ROWS: Final = 3  # of targets and actions, which take three lines each
_AIMS: Final = 2  # rows for targets; the others are for actions
_TEXT: Final = 56  # letters of an action that fit in a line of their row
_WORST: Final = ("missed", "away", "slow")
_THERE: Final = frozenset({"reached", "on_track"})  # «perto» is short of the path


def deadlines(context: Context, spec: Spec) -> Shown:
    """The targets that count and how they stand; which actions are late, and what falls due next."""
    plan, aims = steer.actions(context), _aims(context)
    whole = tally(plan)
    past = sorted((s for s in plan if s.when in ("late", "silent")), key=lambda s: (not s.late, s.days))
    ahead = sorted((s for s in plan if s.when in ("soon", "ahead")), key=lambda s: s.days_ahead or 0)
    rest = _ROWS - min(len(aims), _AIMS)
    overdue = past[: max(1, rest - 1)]
    shown = overdue + ahead[: rest - len(overdue)]
    known = journal.read()
    late = [
        _state(c) != "not_assessable" and bool(stale(context, c.item, c.series, c.points[-1][0], known)) for c in aims
    ]
    near = sum(_state(c) in _THERE and not old for c, old in zip(aims, late, strict=True))
    none = sum(_state(c) == "not_assessable" for c in aims)
    said = t("wall.targets", LANG, near=near, n=len(aims)) if aims else t("wall.no_targets", LANG)
    said += t("wall.targets_none", LANG, n=none) if none else ""
    said += t("wall.late_too", LANG, n=sum(late)) if any(late) else ""
    said += ". " + t("wall.deadlines", LANG, whens=whens.counts(whole, LANG), total=whole.total)
    source = t("wall.plan", LANG, date=day(context.today, LANG), version=VERSION)
    if ahead and ahead[0] not in shown:
        source += t("wall.next", LANG, number=_number(ahead[0]), n=ahead[0].days_ahead or 0)
    names = {i.id: i.name.partition(" - ")[0] for i in strategy.load().initiatives}  # what follows says what it is
    lines = [
        *(_aim(context, c, old) for c, old in list(zip(aims, late, strict=True))[:_AIMS]),
        *(_action(s, names[s.action.initiative], context.today) for s in shown),
    ]
    return Shown("", said, rows(lines, t("wall.none_due", LANG)), source)


def _aims(context: Context) -> list[Card]:
    """A card per target that counts now, in the country or in a territory; the worst first, what nobody can judge
    after it.
    """
    table = steer.judgements(context, VERSION)
    mine = table[table["aim"].notna()]
    cards = [
        card_of(context, context.catalogue.indicator(str(i)), str(p), VERSION)
        for i, p in zip(mine["indicator_id"], mine["territory_id"], strict=True)
    ]
    order = {state: n for n, state in enumerate((*_WORST, "not_assessable"))}
    return sorted(cards, key=lambda c: (order.get(_state(c), len(order)), c.item.place, c.territory_id))


def _state(card: Card) -> str:
    return card.aim.state if card.aim else "not_assessable"


def _aim(context: Context, card: Card, late: bool) -> Node:
    """A target as a row: its newest value and of when, what is wanted by when, the verdict, and what the target is of,
    which is not always what the value is of; no colour where the value is out of time.
    """
    counts = card.aim
    assert counts is not None  # only cards with a target come here
    place = place_name(context.territories[card.territory_id], LANG)
    period, value = card.points[-1]
    aimed = verdicts.aim_said(card, LANG, t("wall.out_of_time", LANG) if late else "")
    note = t("wall.target", LANG, period=label(period, LANG), aimed=aimed)
    name = (
        named(card.item, card.series, 40)
        if card.territory_id == COUNTRY
        else f"{named(card.item, card.series, 36)}, {place}"
    )
    figure, _ = amount(value, card.item, card.series)  # the target, beside it, has the unit
    return row(name, figure, note, "" if late else mark(counts.state))


def _number(s: Standing) -> str:
    return s.action.id.removeprefix("acao_").replace("_", ".")


def _action(s: Standing, initiative: str, today: date) -> Node:
    """An action as a row, by its text where that fits, else by its number and initiative: never a text that is cut."""
    number = _number(s)
    whole = f"{number} {s.action.text}"
    name = whole if len(whole) <= _TEXT else t("wall.action_of", LANG, number=number, initiative=initiative)
    state = t("exec.silent", LANG) if s.silent else t(f"exec.state.{s.state}", LANG)
    left = s.days_ahead
    days = t("wall.days_past", LANG, n=-s.days) if left is None else t("wall.days_left", LANG, n=left)
    return row(
        name,
        days,
        f"{present.named(s.action.responsible, today, LANG)} · {state}",
        "bad" if s.late else "fair" if s.silent else "",
    )


def movers(context: Context, spec: Spec) -> Shown:
    """The largest changes since the build before that are no noise."""
    kicker, before = t("wall.movers", LANG), earlier(context.store.path)
    if before is None:
        return Shown(kicker, t("wall.one_build", LANG), h("p", {"class": "w-empty"}, t("wall.one_build_why", LANG)))
    found, changed, tested = load.once(
        context.store,
        ("movers", before.name, spec.version),
        lambda: moves.movers(context.store, load.opened(before), context.catalogue, spec.version),
    )
    lines, known = [], journal.read()
    for m in found[:SHOWN]:
        item = context.catalogue.indicator(m.indicator_id)
        now, unit = amount(m.after[1], item, m.series)
        name = f"{place_name(context.territories[m.territory_id], LANG)}: {said_name(item, m.series, LANG, brief=True)}"
        better = (m.change > 0) == (item.direction == "higher_better")
        late = stale(context, item, m.series, m.after[0], known)
        tone = "" if item.direction == "neutral" or late else "good" if better else "bad"
        lines.append(
            row(
                name,
                (f"{'▲' if m.change > 0 else '▼'} {now}", unit),
                t(
                    "wall.was",
                    LANG,
                    now=label(m.after[0], LANG),
                    was=value_or_gap(m.before[1], item, m.series, LANG),
                    period=label(m.before[0], LANG),
                ),
                tone,
            )
        )
    said = t("wall.moved", LANG, real=len(found), changed=changed, tested=tested)
    source = t("wall.test", LANG, limit=exact(moves.LIMIT), least=moves.LEAST)
    return Shown(kicker, said, rows(lines, t("wall.none_moved", LANG)), source)


def sources(context: Context, spec: Spec) -> Shown:
    """Each source that can be asked: when it last answered, or since when it fails."""
    found = by_source(context)
    failing = [k for k, asked in found.items() if any(c.failing for c in asked)]
    never = [k for k, asked in found.items() if not asked]
    old = [k for k, asked in found.items() if asked and k not in failing and not in_time(asked)]
    good = len(found) - len(failing) - len(never) - len(old)
    items = []
    for name, asked in sorted(found.items(), key=lambda x: (x[0] not in failing, x[0] not in old, bool(x[1]), x[0])):
        bad = [c for c in asked if c.failing]
        if bad:
            word, tone = t("wall.fails", LANG, since=day(min(str(c.failed_since) for c in bad), LANG)), "bad"
        elif name in old:
            word, tone = t("wall.unasked", LANG, n=days_since(asked)), "fair"
        elif asked:
            word, tone = t("wall.answered", LANG, date=day(max(c.asked_at for c in asked), LANG)), "good"
        else:
            word, tone = t("wall.never", LANG), "fair"
        items.append(
            h(
                "li",
                {"data-mark": tone},
                h("span", {"class": "w-name"}, name),
                h("span", {"class": "w-note"}, word),
            )
        )
    said = t("wall.sources", LANG, good=good, failing=len(failing), never=len(never) + len(old))
    return Shown(
        "",
        said,
        h("ul", {"class": "w-grid"}, *items[:12]),
        t("wall.sources_of", LANG, n=len(found)),
    )


SCENES = (
    lambda: Scene(
        id="movimentos",
        order=5,
        name=Text(pt="O que mudou desde a versão anterior", en="What moved since the build before"),
        build=movers,
    ),
    lambda: Scene(
        id="metas",
        order=6,
        name=Text(pt="Metas e Plano de Ação", en="Targets and action plan"),
        build=deadlines,
    ),
    lambda: Scene(
        id="fontes",
        order=7,
        name=Text(pt="Estado das fontes", en="State of the sources"),
        build=sources,
    ),
)

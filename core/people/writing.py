"""What is written of the execution, by page or by the server's command line: the same checks, the same ledgers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from core.base import clock
from core.base.errors import ExecutionConflict, ExecutionError
from core.people.deed import done
from core.people.model import About, Actor, Grant
from core.people.permissions import ALL, permitted
from core.people.signature import signature
from core.strategy import execution, known, present, strategy
from core.strategy.acts_model import Asking
from core.strategy.execution import Change, Event
from core.strategy.execution_model import Meeting
from core.strategy.heard_model import Assessment
from core.strategy.kinds import State
from core.terms import territory


def say(actor: Actor, changes: Sequence[Change], *, path: Path | None = None) -> list[Event]:
    """Append changes of one kind, all or nothing, signed by the body that the actor stands for. NotAllowed where one of
    them is not the actor's to say; else as core.strategy.execution.say.
    """
    kinds = {c.kind for c in changes}
    if len(kinds) != 1:
        raise ExecutionError("O que se diz de uma vez é de um só tipo.", cure="dizê-lo tipo a tipo; nada mudou.")
    return _said(actor, kinds.pop(), changes, path)


def answer(
    actor: Actor, request: str, values: Mapping[str, Any], seen: int | None, *, path: Path | None = None
) -> list[Event]:
    """Answer a request: what came, when, and where it is seen; what was asked stays as it is."""
    may = {"answer", "answered_on", "due", "receipt", "evidence", "note"}
    if strange := sorted(values.keys() - may):
        raise ExecutionError(f"Uma resposta não muda {', '.join(strange)}.", cure="dizer só a resposta; nada mudou.")
    return _said(actor, "resposta", [Change("pedido", request, values, seen)], path)


def release(actor: Actor, entries: Sequence[tuple[str, str]], *, path: Path | None = None) -> list[Event]:
    """Let everybody read what others said of these entries (kind, id). NotAllowed for who may not."""

    def let(grant: Grant) -> list[Event]:
        return execution.release(entries, signature(actor, grant, clock.today()), path)

    return done(actor, "libertar_dito", About(", ".join(e for _, e in entries)), let, _told)


def put_aside(actor: Actor, entries: Sequence[tuple[str, str]], why: str, *, path: Path | None = None) -> list[Event]:
    """Put aside what waits of these entries, unread, and say why to who had said it. NotAllowed for who may not."""

    def away(grant: Grant) -> list[Event]:
        if not 3 <= len(why.strip()) <= 500:
            raise ExecutionError("Falta dizer porquê (3 a 500 letras).", cure="dizê-lo; nada mudou.", page=_WHY)
        by = signature(actor, grant, clock.today())
        return execution.release(entries, by, path, away=why.strip())

    return done(actor, "afastar_dito", About(", ".join(e for _, e in entries)), away, _told)


_WHY = ("Falta dizer porquê (3 a 500 letras); nada mudou.", "Say why (3 to 500 letters); nothing changed.")


def preview(actor: Actor, act: str, changes: Sequence[Change], *, path: Path | None = None) -> list[Event]:
    """What would be written, and nothing is. It raises what writing it would; a refusal is noted, a look is not."""
    today, last = clock.today(), {(e.kind, e.entry): e for e in execution.events(path, held=True)}
    about = concerned(changes, {k: e.after for k, e in last.items()}, today)
    grant = permitted(actor, act, about)
    if grant is None:
        return done(actor, act, about, lambda _: [])
    by = signature(actor, grant, today)
    _same_reader(actor, grant, [(c, last.get((c.kind, c.entry))) for c in changes], by)
    return execution.say(changes, by, today=today, known=known.ids(), path=path, held=_waits(grant), only_look=True)


def _waits(grant: Grant) -> bool:
    """What others say waits for EATA; what it says itself, or who has the server, does not."""
    return grant.role not in (ALL, "servidor")


def _said(actor: Actor, act: str, changes: Sequence[Change], path: Path | None) -> list[Event]:
    today = clock.today()
    last = {(e.kind, e.entry): e for e in execution.events(path, held=True)}
    asked = changes
    if actor.way != "servidor":  # what is looked at here is what is written on: nobody slips in between
        changes = [
            c if c.seen is not None else replace(c, seen=_revision(last.get((c.kind, c.entry)))) for c in changes
        ]

    def write(grant: Grant) -> list[Event]:
        by = signature(actor, grant, today)
        _same_reader(actor, grant, [(c, last.get((c.kind, c.entry))) for c in changes], by)
        if not _waits(grant):
            _has_read([(c, last.get((c.kind, c.entry))) for c in asked])
        return execution.say(changes, by, today=today, known=known.ids(), path=path, held=_waits(grant))

    return done(actor, act, concerned(changes, {k: e.after for k, e in last.items()}, today), write, _told)


def _has_read(changes: Iterable[tuple[Change, Event | None]]) -> None:
    """ExecutionConflict where what is said would let out a word that waits, and who says it does not name its revision:
    nobody publishes what they have not read.
    """
    for change, event in changes:
        if event is not None and event.held and change.seen != event.revision:
            raise ExecutionConflict(
                f"De {change.entry} há uma palavra de {event.said_by} à espera de ser lida (revisão {event.revision}).",
                cure="lê-la («execution show») e libertá-la, pô-la de lado, ou dizer isto sobre ela (--revision).",
                page=_UNREAD,
            )


def _same_reader(actor: Actor, grant: Grant, changes: Iterable[tuple[Change, Event | None]], by: str) -> None:
    """ExecutionError where a reading is another reader's: nobody puts words into an independent mouth. The id of one
    that an analyst wrote ends in the number of the account, since all analysts sign alike.
    """
    for change, event in changes:
        if change.kind != "leitura":
            continue
        mine = grant.role != "analista" or change.entry.endswith(f"_{actor.account}")
        said = event.after if event is not None and isinstance(event.after, Assessment) else None
        reader = change.values.get("reader", said.reader if said else None)
        if not mine or (event is not None and said is not None and (event.said_by != by or reader != said.reader)):
            raise ExecutionError(
                f"{change.entry} não é uma leitura de quem agora escreve.",
                cure="só quem a escreveu a muda; escrever uma leitura nova, com outro id. Nada mudou.",
                page=_ANOTHERS,
            )


_ANOTHERS = (
    "Essa leitura é de outro leitor: só ele a muda. Nada mudou.",
    "That reading is another reader’s: only they change it. Nothing changed.",
)
_UNREAD = (
    "Há uma palavra à espera sobre isto: lê-la primeiro, e libertá-la ou pô-la de lado. Nada mudou.",
    "A word on this waits: read it first, and release it or put it aside. Nothing changed.",
)


def _revision(event: Event | None) -> int:
    return event.revision if event else 0


def _told(written: list[Event]) -> tuple[str, str]:
    before = [f"{e.entry}: {e.before.model_dump_json(exclude_none=True)}" for e in written if e.before]
    return "\n".join(before), "\n".join(f"{e.entry}: {e.after.model_dump_json(exclude_none=True)}" for e in written)


def concerned(changes: Sequence[Change], last: Mapping[tuple[str, str], State], today: date) -> About:
    """Whose these changes are. What concerns nobody in particular is EATA's alone; of several, all must be the actor's:
    the bodies that answer for every one of them, the places of all of them.
    """
    parts = [_one(c, last.get((c.kind, c.entry)), today) for c in changes]
    owners = frozenset.intersection(*(p.owners for p in parts)) if parts else frozenset()
    return About(
        ", ".join(c.entry for c in changes),
        owners,
        frozenset().union(*(p.places or {""} for p in parts)),
        frozenset().union(*(p.regions or {""} for p in parts)),
    )


def _one(change: Change, before: State | None, today: date) -> About:
    values = change.values
    if change.kind == "acao":
        return About(owners=owners(change.entry, today))
    if change.kind == "reuniao":
        was = {before.region or ""} if isinstance(before, Meeting) else set()
        return About(regions=frozenset({str(values["region"] or "")} if "region" in values else set()) | was)
    if change.kind == "pedido" and isinstance(before, Asking):
        return _whose({before.to}, today)
    if change.kind in _BY_BODY:
        return _whose(_named(change, before, _BY_BODY[change.kind]), today)
    if change.kind in _BY_PLACE:
        return About(places=frozenset(_named(change, before, "territory")))
    if change.kind in _BY_ACTION:
        answering = [owners(a, today) for a in sorted(_named(change, before, "action"))]
        if change.kind == "leitura":  # whoever answers for any of them is no independent reader of it
            return About(owners=frozenset().union(*answering))
        return About(owners=frozenset.intersection(*answering) if answering else frozenset())
    return About()


def _named(change: Change, before: State | None, field: str) -> set[str]:
    """What a field of an entry names, before and after."""
    was = {str(getattr(before, field))} if before is not None else set()
    return was | ({str(change.values[field])} - {""} if change.values.get(field) else set())


# kind → the field that says whose it is
_BY_BODY: Final = {"proposta": "body", "formacao": "by"}
_BY_PLACE: Final = {"projeto", "adocao", "governo_local"}
_BY_ACTION: Final = {"desafio", "leitura"}


def _whose(ids: set[str], today: date) -> About:
    """Bodies by the one that answers today, and territories; only of one side and alone is it anybody's."""
    places = {i for i in ids if i in territory.load().by_id}
    return About(
        owners=body_today(next(iter(ids)), today) if len(ids) == 1 and not places else frozenset(),
        places=frozenset(ids) if places else frozenset(),
    )


def body_today(body: str, today: date) -> frozenset[str]:
    """The body that answers today for what was given to this one; none for what is no body."""
    bodies = present.load()
    if not any(b.id == body for b in bodies.bodies):
        return frozenset()
    now = bodies.answer(body, today).body
    return frozenset({now.id} if now else ())


def owners(action: str, today: date) -> frozenset[str]:
    """The bodies that answer today for an action of the plan; none for what is no action."""
    found = next((a for a in strategy.load().actions if a.id == action), None)
    if found is None:
        return frozenset()
    return frozenset(a.body.id for a in present.load().answers(found.responsible, today) if a.body)

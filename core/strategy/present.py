"""The strategy as it stands on a day: who answers for what it gave to a body, what was amended, where its regions are.

enti.yaml has the words of 18 December 2023 and keeps them; enti_entidades.yaml has what came after, each with its act,
its address and how we know it. Pages, wall, alerts and reports name a body through `named`, and nowhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationInfo, model_validator

from core.base.errors import StrategyError
from core.base.nested import text_of
from core.base.paths import BODIES, STRATEGY
from core.base.typed import Strict, read
from core.strategy import strategy
from core.strategy.model import Parties, Structure
from core.strategy.present_model import WEAKEST, Amendment, Body, Change, Region, Status
from core.strategy.strategy import Strategy
from core.terms import territory
from core.terms.territory import MUNICIPALITIES, Territories, Territory

_TODAY = {"pt": ("hoje", "por confirmar", "nenhuma que se conheça"), "en": ("today", "to be confirmed", "none known")}
_OURS = {"pt": " (leitura nossa)", "en": " (our reading)"}


@dataclass(frozen=True)
class Answer:
    """Who answers on a day for what was given to `named`. `steps`: the bodies that ended until then, oldest first;
    the act of each says why. `body` is None where the last one ended and nobody is known to follow.
    """

    named: Body
    steps: tuple[Body, ...]
    body: Body | None

    @property
    def changed(self) -> bool:
        """It is no longer the body that the strategy names."""
        return bool(self.steps)

    @property
    def status(self) -> Status:
        """The weakest of what it rests on."""
        rests = {b.status for b in (*self.steps, *([self.body] if self.body else []))}
        return next((s for s in WEAKEST if s in rests), "por_confirmar") if self.body else "por_confirmar"


class Present(Strict):
    """The whole of enti_entidades.yaml."""

    bodies: tuple[Body, ...]
    amendments: tuple[Amendment, ...]
    regions: tuple[Region, ...]

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> "Present":
        whole: Strategy = info.context["strategy"]  # type: ignore[index]
        ids = [*(b.id for b in self.bodies), *(a.id for a in self.amendments), *(r.id for r in self.regions)]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids repetidos: {', '.join(repeated)}")
        _bodies(self.bodies, whole)
        known = whole.ids("structures")
        if strange := sorted({c.structure for a in self.amendments for c in a.changes} - known):
            raise ValueError(f"amendments: structure refere o que não existe: {', '.join(strange)}")
        _regions(self.regions, whole, info.context["territories"])  # type: ignore[index]
        return self

    def answer(self, body_id: str, day: date) -> Answer:
        """Who answers on `day` for what the strategy gave to this body; KeyError for an id that does not exist."""
        by_id = {b.id: b for b in self.bodies}
        named = by_id[body_id]
        steps: list[Body] = []
        now: Body | None = named
        while now is not None and now.gone is not None and now.gone <= day:
            steps.append(now)
            now = by_id[now.successor] if now.successor else None
        return Answer(named, tuple(steps), now)

    def answers(self, parties: Parties, day: date) -> tuple[Answer, ...]:
        """The same for each body of a cell, in its order."""
        return tuple(self.answer(b, day) for b in parties.entities)

    def mentioned(self, text: str, whole: Strategy, day: date) -> tuple[Answer, ...]:
        """The same for each body that a text of the strategy spells out (the EATA is a team of one)."""
        return tuple(self.answer(e.id, day) for e in whole.entities if any(n in text for n in e.names))

    def changes(self, structure_id: str, day: date) -> tuple[tuple[Amendment, Change], ...]:
        """What was changed in a structure by `day`, oldest first."""
        past = sorted((a for a in self.amendments if a.since <= day), key=lambda a: a.since)
        return tuple((a, c) for a in past for c in a.changes if c.structure == structure_id)

    def min_per_year(self, structure: Structure, day: date) -> int | None:
        """How often a structure has to meet in a year, as it stands on `day`; None where nobody says it clearly."""
        said = structure.meetings.min_per_year if structure.meetings else None
        for _, change in self.changes(structure.id, day):
            said = change.min_per_year if change.what == "meetings" else said
        return said

    def region_of(self, dico: str) -> Region:
        """The region of the EAT in which a municipality is, by its DICO."""
        own = territory.load().parent_at(dico, "nuts2", territory.VERSION)
        return next(r for r in self.regions if own is not None and own.id in r.nuts2)


def municipalities(region: Region) -> tuple[Territory, ...]:
    """The municipalities of a region of the EAT, in the order of the table of territories."""
    known = territory.load()
    mine = frozenset[str]().union(*(known.members(n) for n in region.nuts2))
    return tuple(m for m in known.municipalities if m.id in mine)


def named(parties: Parties, day: date, lang: str = "pt", *, word: str = "") -> str:
    """A cell of the strategy as it is written, and who answers on `day` where that is another, or nobody knows:
    «EMPD; hoje ARTE», «INCoDe.2030; hoje por confirmar». `word`: what to say for «hoje» of another day than today.
    """
    today = now(load().answers(parties, day), lang, alone=parties.others is None, word=word)
    return f"{parties.text}; {today}" if today else parties.text


def now(answers: Iterable[Answer], lang: str = "pt", *, alone: bool = True, word: str = "") -> str:
    """«hoje ARTE», «hoje ARTE (AMA, EMPD), AI² (ANI)», or nothing where each is still the one in the text.

    A body that may have changed without our knowing is worth a word only where it answers alone: among others, one of
    `answers` or (`alone=False`) not named one by one, the word would be of all of them.
    """
    mine = tuple(answers)
    today, open_, nobody = _TODAY[lang]
    word = word or today
    if len(mine) == 1 and not mine[0].changed:
        return f"{word} {open_}" if alone and mine[0].status == "por_confirmar" else ""
    groups: dict[str, list[Answer]] = {}
    for a in mine:
        if a.changed:
            groups.setdefault(a.body.called(lang) if a.body else nobody, []).append(a)
    parts = []
    for name, group in groups.items():
        notes = [a.named.called(lang) for a in group] if len(mine) > 1 else []
        notes += [open_] if any(a.status == "por_confirmar" for a in group) else []
        parts.append(f"{name} ({', '.join(notes)})" if notes else name)
    return f"{word} {', '.join(parts)}" if parts else ""


def _bodies(bodies: tuple[Body, ...], whole: Strategy) -> None:
    by_id = {b.id: b for b in bodies}
    if missing := sorted(whole.ids("entities") - by_id.keys()):
        raise ValueError(f"bodies: faltam entidades de enti.yaml: {', '.join(missing)}")
    for entity in whole.entities:
        if entity.acronym != by_id[entity.id].acronym:
            raise ValueError(f"bodies: {entity.id} chama-se {entity.acronym} em enti.yaml")
    for body in bodies:
        seen, at = {body.id}, body
        while at.successor:
            if at.successor not in by_id:
                raise ValueError(f"{at.id}: successor refere o que não existe: {at.successor}")
            at = by_id[at.successor]
            if at.id in seen:
                raise ValueError(f"{body.id}: sucede a si própria")
            seen.add(at.id)
    followed = {b.successor for b in bodies}
    if alone := sorted(by_id.keys() - whole.ids("entities") - followed):
        raise ValueError(f"bodies: nem estão em enti.yaml nem sucedem a ninguém: {', '.join(alone)}")


def _regions(regions: tuple[Region, ...], whole: Strategy, known: Territories) -> None:
    eat = next(s for s in whole.structures if s.id == "eat")
    if strange := [r.name for r in regions if r.name not in eat.composition]:
        raise ValueError(f"regions: a EAT não tem, no texto, {', '.join(strange)}")
    nuts = [n for r in regions for n in r.nuts2]
    theirs = sorted(t.id for t in known.at_level("nuts2", territory.VERSION))
    if sorted(nuts) != theirs:
        raise ValueError(f"regions: cada NUTS II de {territory.VERSION} está numa só região, e em nenhuma falta")
    if len(frozenset().union(*(known.members(n) for n in nuts))) != MUNICIPALITIES:
        raise ValueError(f"regions: não somam {MUNICIPALITIES} municípios")


def parse(text: str, whole: Strategy, *, name: str = "enti_entidades.yaml") -> Present:
    """Present from YAML text, checked against the strategy and the territories; StrategyError with every fault."""
    return read(
        Present,
        text,
        name=name,
        what="nas entidades da Estratégia",
        error=StrategyError,
        cure="cada mudança tem o seu ato, com data e endereço; sem ele, a entidade está por_confirmar.",
        context={"strategy": whole, "territories": territory.load()},
    )


@lru_cache(maxsize=8)
def _load(path: Path, *_: tuple[int, int]) -> Present:
    text = text_of(
        path, StrategyError, what="As entidades da Estratégia não se leem.", cure=f"repor {path.name} do git."
    )
    return parse(text, strategy.load(), name=path.name)


def load(path: Path | None = None) -> Present:
    """What is known of the strategy's bodies and amendments, read again whenever the file changes."""
    path = path or BODIES
    return _load(path, strategy.stamp(path), strategy.stamp(STRATEGY))


def because(answers: Iterable[Answer], lang: str = "pt") -> str:
    """The acts by which another body answers, in one line; nothing where none does."""
    said = [f"{b.act.name.get(lang)}{_OURS[lang] * (b.status == 'leitura_nossa')}" for b in acts(answers) if b.act]
    return "; ".join(said)


def follower(body: Body) -> Body | None:
    """The body that follows one that ended; None where nobody is known to."""
    return next((b for b in load().bodies if b.id == body.successor), None)


def acts(answers: Iterable[Answer]) -> Iterator[Body]:
    """The bodies that answer no longer, each once, oldest first: their acts, notes and status say why."""
    yield from {b.id: b for a in answers for b in a.steps}.values()

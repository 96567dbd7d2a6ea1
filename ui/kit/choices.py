"""What may be chosen in a field of an entry, and how an id is called on the screen."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from core.catalogue import catalogue
from core.strategy import execution, known, present, strategy
from core.strategy.acts_model import Withdrawable
from core.strategy.asking import called
from core.strategy.decisions import called as structure_called
from core.strategy.execution_model import Meeting
from core.terms import territory
from core.terms.formats import day
from show.places import sort_key
from show.texts import TEXTS, t

_SHOWN: Final = 90  # letters of a label
# kind and field → the kind of entry that is chosen
_ENTRIES: Final = {
    ("materia", "convocation"): "convocatoria",
    ("parecer", "matter"): "materia",
    ("seguimento", "opinion"): "parecer",
    ("seguimento", "decision"): "decisao",
    ("decisao", "meeting"): "reuniao",
}
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "action": ("actions",),
    "actions": ("actions",),
    "recommendation": ("recommendations",),
    "recommendations": ("recommendations",),
    "domains": ("domains",),
    "structure": ("structures",),
    "put_by": ("structures",),
    "owner": ("structures", "bodies"),
    "body": ("structures", "bodies"),
    "by": ("structures", "bodies"),
    "region": ("regions",),
    "territory": ("territories",),
    "places": ("territories",),
    "to": ("bodies", "territories", "holders"),
    "about": ("indicators", "actions", "recommendations"),
    "on": ("changeable",),
}


def of(kind: str, field: str, lang: str, today: date) -> Mapping[str, str] | None:
    """Label by id of what may be chosen in this field, in its order; None where it takes words, numbers or days."""
    if (kind, field) in _ENTRIES:
        return _entries(_ENTRIES[(kind, field)], lang)
    if (kind, field) == ("decisao", "body"):
        return _SETS["structures"](lang, today)
    sets = _FIELDS.get(field)
    return None if sets is None else {i: name for s in sets for i, name in _SETS[s](lang, today).items()}


def name(kind: str, field: str, lang: str) -> str:
    """What a field is called."""
    own = f"mine.f.{kind}.{field}"
    return t(own if own in TEXTS else f"mine.f.{field}", lang)


def said(kind: str, field: str, value: str, lang: str, today: date) -> str:
    """A value of a field in words: its label where it is an id or one of a few, else itself."""
    if f"mine.o.{value}" in TEXTS:
        return t(f"mine.o.{value}", lang)
    there = of(kind, field, lang, today)
    return value if there is None else there.get(value, value)


def _entries(kind: str, lang: str) -> dict[str, str]:
    """The entries of a kind that everybody may read, newest first."""
    last = execution.current(execution.events(), kind).values()
    found = [(e.seq, e.entry, e.after) for e in last if not (isinstance(e.after, Withdrawable) and e.after.withdrawn)]
    return {entry: _short(_titled(state, entry, lang)) for _, entry, state in sorted(found, key=lambda x: -x[0])}


def _titled(state: object, entry: str, lang: str) -> str:
    if isinstance(state, Meeting):
        return f"{structure_called(state.structure, strategy.load(), state.held_on, lang)}, {day(state.held_on, lang)}"
    if session := getattr(state, "session", None):
        return day(session, lang)
    return str(getattr(state, "text", None) or entry)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _actions(lang: str, today: date) -> dict[str, str]:
    return {a.id: _short(f"{number(a.id)} {a.text}") for a in strategy.load().actions}


def number(action: str) -> str:
    """The number of an action as people know it: 1.1."""
    return action.removeprefix("acao_").replace("_", ".")


def _recommendations(lang: str, today: date) -> dict[str, str]:
    return {r.id: _short(f"{r.number}. {r.text}") for r in strategy.load().recommendations}


def _domains(lang: str, today: date) -> dict[str, str]:
    whole = strategy.load()
    named = {d.slug: d.en for d in catalogue.load().domains} if lang == "en" else {}
    return {a.id: named.get(a.id, a.name) for a in (*whole.domains, *whole.transversal)}


def _structures(lang: str, today: date) -> dict[str, str]:
    return {s.id: s.acronym or s.name for s in strategy.load().structures}


def _bodies(lang: str, today: date) -> dict[str, str]:
    return dict(sorted(((b.id, b.called(lang)) for b in present.load().bodies), key=lambda x: sort_key(x[1])))


def _regions(lang: str, today: date) -> dict[str, str]:
    return {r.id: r.name for r in present.load().regions}


def _territories(lang: str, today: date) -> dict[str, str]:
    places = territory.load()
    ids: Iterable[str] = (
        *(m.id for m in places.municipalities),
        *(r.id for r in places.at_level("nuts3", territory.VERSION)),
    )
    return dict(sorted(((i, called(i, today)) for i in ids), key=lambda x: sort_key(x[1])))


def _holders(lang: str, today: date) -> dict[str, str]:
    return {h: h for h in sorted(known.ids()["holders"])}


def _indicators(lang: str, today: date) -> dict[str, str]:
    return {i.id: i.name.get(lang) for i in catalogue.load().shown}


def _changeable(lang: str, today: date) -> dict[str, str]:
    """Entries of the Plan and of the ARPGU of which a change may be proposed."""
    whole, ids = strategy.load(), known.ids()
    named = {i.id: f"{i.number}. {i.name}" for i in whole.initiatives} | _actions(lang, today)
    open_ = set().union(*(found for part, found in ids.items() if part.startswith("part:")))
    return {i: _short(named.get(i, i)) for i in (*named, *sorted(open_ - named.keys())) if i in open_}


_SETS: Final[dict[str, Callable[[str, date], dict[str, str]]]] = {
    "actions": _actions,
    "recommendations": _recommendations,
    "domains": _domains,
    "structures": _structures,
    "bodies": _bodies,
    "regions": _regions,
    "territories": _territories,
    "holders": _holders,
    "indicators": _indicators,
    "changeable": _changeable,
}

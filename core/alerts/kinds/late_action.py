"""Actions of the Strategy past their deadline."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from core.alerts.base import Rule
from core.alerts.kind import AlertKind
from core.alerts.model import Finding, Given
from core.base.errors import EntiError
from core.base.typed import Text
from core.strategy import asking, present


class LateAction(Rule):
    """An action is past its deadline by more than `days` days: said not to be done (`late`), or nothing said
    (`silent`).
    """

    kind: Literal["late_action"]
    what: Literal["late", "silent"] = "late"
    days: int = Field(0, ge=0, le=4000)


def find(rule: LateAction, given: Given) -> Iterator[Finding]:
    """A finding per action; raises the error that there was in place of the standings."""
    if isinstance(given.standings, EntiError):
        raise given.standings
    for s in given.standings:
        past = -s.days if (s.late if rule.what == "late" else s.silent) else 0
        answers = present.load().answers(s.action.responsible, given.today)
        who = [present.named(s.action.responsible, given.today, x) for x in ("pt", "en")]
        why = [f" ({law})" if (law := present.because(answers, x)) else "" for x in ("pt", "en")]
        told = ("disse-se que não está concluída", "said not to be done")
        acts = ("", "")
        if s.said is None:
            found = asking.of_action(s, given.of_bodies, given.today)
            told = (f"sem estado; {found.words[0]}", f"no state; {found.words[1]}")
            acts = (f" Tem de agir: {found.who}.", f" Who must act: {found.who}.")
        said = (
            (
                f"«{s.action.text}» Prazo: {s.action.deadline.text}, já passado; {told[0]}.{acts[0]}"
                f" Responde: {who[0]}{why[0]}."
            ),
            (
                f"Action {s.action.id} (“{s.action.text}”): deadline {s.action.deadline.text}, past; {told[1]}."
                f"{acts[1]} In charge: {who[1]}{why[1]}."
            ),
        )
        bad = past > rule.days
        if not bad:
            said = (f"{s.action.id}: sem atraso a assinalar.", f"{s.action.id}: nothing late to report.")
        yield Finding(rule.id, s.action.id, "bad" if bad else "ok", said, float(past))


KIND = AlertKind(
    id="late_action",
    name=Text(pt="Ação atrasada", en="Late action"),
    model=LateAction,
    find=find,
    cause="action",
)

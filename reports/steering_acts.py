"""What the reports say of decisions."""

from collections import Counter
from collections.abc import Iterator

from core.strategy.decisions import Followed, called
from core.terms.formats import day
from reports.context import Sources
from reports.model import Block, Heading, Table, Text
from show.texts import t


def decisions(s: Sources) -> Iterator[Block]:
    """The decisions on record, the open ones first."""
    yield Heading(2, t("decisions.title", "pt"))
    if not s.decisions:
        yield Text(t("decisions.none", "pt"))
        return
    n = Counter(f.decision.state for f in s.decisions)
    counts = {"open": n["aberta"], "done": n["cumprida"], "revoked": n["revogada"]}
    past = sum(f.past for f in s.decisions)
    said = t("decisions.count", "pt", n=len(s.decisions), **counts)
    yield Text(said + (f" Com o prazo passado: {past}." if past else ""), "lead")
    yield Table(
        "Decisões, as abertas primeiro",
        tuple(t(f"decisions.col.{c}", "pt") for c in ("text", "body", "owner", "due", "state")),
        tuple(_decision(s, f) for f in s.decisions),
        (4, 1.2, 1.2, 1, 1.8),
    )


def _decision(s: Sources, f: Followed) -> tuple[str, ...]:
    d = f.decision
    state = t("decisions.past", "pt") if f.past else t(f"decisions.state.{d.state}", "pt")
    state += f" {t('decisions.done', 'pt', date=day(d.done_on))}" if d.done_on else ""
    state += f"; {t('exec.no_evidence', 'pt')}" if f.no_evidence else ""
    return (
        d.text + (f" ({d.note})" if d.note else ""),
        f"{called(d.body, s.strategy, d.held_on)}, {day(d.held_on)}",
        called(d.owner, s.strategy, s.until),
        day(d.due) if d.due else t("decisions.no_due", "pt"),
        state + (f". {d.evidence}" if d.evidence else ""),
    )

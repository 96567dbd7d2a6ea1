"""The acts on alerts: that somebody sees to one, or nobody after all, and silence."""

from collections.abc import Sequence

from core.alerts import acts
from core.alerts.log import Event
from core.alerts.store import Silence
from core.base import clock
from core.people.deed import done
from core.people.model import About, Actor, Grant
from core.people.signature import signature


def acknowledge(actor: Actor, alerts: Sequence[str], note: str) -> list[Event]:
    """Say that somebody sees to alerts, all or none, as core.alerts.acts.acknowledge_all."""
    return done(
        actor,
        "alerta_tratar",
        About(", ".join(alerts)),
        lambda grant: acts.acknowledge_all(alerts, _by(actor, grant), note),
        lambda _: ("", note),
    )


def withdraw(actor: Actor, alert: str, note: str, seen: int | None = None) -> None:
    """Take that back, as core.alerts.acts.withdraw."""
    done(
        actor,
        "alerta_retirar",
        About(alert),
        lambda grant: acts.withdraw(alert, _by(actor, grant), note, seen),
        lambda _: ("", note),
    )


def silence(actor: Actor, target: str, hours: int, note: str) -> Silence:
    """Do not send an alert or a rule for a time, as core.alerts.acts.silence."""
    return done(
        actor,
        "alerta_silenciar",
        About(target),
        lambda grant: acts.silence(target, hours, _by(actor, grant), note),
        lambda made: ("", f"até {made.until:%Y-%m-%d %H:%M} UTC: {note}"),
    )


def end_silence(actor: Actor, number: int, note: str) -> Silence:
    """End a silence before its time, as core.alerts.acts.end_silence."""
    return done(
        actor,
        "alerta_ouvir",
        About(str(number)),
        lambda grant: acts.end_silence(number, _by(actor, grant), note),
        lambda ended: (ended.target, note),
    )


def _by(actor: Actor, grant: Grant) -> str:
    return signature(actor, grant, clock.today())

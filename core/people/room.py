"""The acts on the operations room: its playlists, and the keys of its displays."""

from core.base import clock
from core.people.deed import done
from core.people.model import About, Actor, Grant
from core.people.signature import signature
from core.room import playlists, screens
from core.room.playlists import Room
from core.room.screens import Screen


def save(actor: Actor, text: str, seen: str | None = None) -> Room:
    """Put playlists in force, as core.room.playlists.save. NotAllowed for who may not."""
    before = playlists.load().stamp
    return done(
        actor,
        "sala_listas",
        About("parede"),
        lambda grant: playlists.save(text, _by(actor, grant), seen),
        lambda made: (before, made.stamp),
    )


def issue(actor: Actor, playlist: str, name: str, days: int) -> tuple[Screen, str]:
    """Let a display in, as core.room.screens.issue; the record has no key."""
    return done(
        actor,
        "sala_chave",
        About(f"{playlist}: {name}"),
        lambda grant: screens.issue(playlist, name, days, _by(actor, grant)),
        lambda made: ("", f"{made[0].number}. {made[0].name}, {made[0].playlist}, até {made[0].expires_at:%Y-%m-%d}"),
    )


def revoke(actor: Actor, number: int) -> Screen:
    """Show a display out, as core.room.screens.revoke."""
    return done(
        actor,
        "sala_retirar",
        About(str(number)),
        lambda grant: screens.revoke(number, _by(actor, grant)),
        lambda gone: (f"{gone.number}. {gone.name}", ""),
    )


def _by(actor: Actor, grant: Grant) -> str:
    return signature(actor, grant, clock.today())

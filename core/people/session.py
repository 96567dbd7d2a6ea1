"""From what the provider says of a person to who acts: read anew at every act, from our own mapping.

Claims live eight hours from when the provider issued them, and end at once where the account signed out since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from core.base import settings
from core.people import accounts, audit
from core.people.accounts import LONGEST, Account
from core.people.model import Actor

LIVES: Final = timedelta(hours=8)
_FRESH: Final = timedelta(minutes=5)  # from the provider's word to the first page
_AHEAD: Final = timedelta(minutes=5)  # a provider's clock may stand a little before ours
State = Literal["out", "in", "expired", "unnamed", "unverified"]


@dataclass(frozen=True)
class SignedIn:
    """`state`: in, or why not: nobody signed in (out), too long ago (expired), the provider does not say the claim that
    names an account (unnamed) or does not vouch for its address (unverified). `shown`: the name on the screen.
    """

    state: State
    account: str = ""
    shown: str = ""
    issued: int = 0


def signed_in(claims: Mapping[str, object], now: datetime) -> SignedIn:
    """What the claims of a session are worth at this moment."""
    if claims.get("is_logged_in") is not True:
        return SignedIn("out")
    wanted = settings.SignIn.now().claim
    said = claims.get(wanted)
    if not isinstance(said, str) or not said.strip() or len(said) > LONGEST:
        return SignedIn("unnamed")
    if wanted == "email" and claims.get("email_verified") is not True:
        return SignedIn("unverified")
    issued = claims.get("iat")
    if not isinstance(issued, int) or isinstance(issued, bool):
        return SignedIn("expired")
    age = now.timestamp() - issued
    if not -_AHEAD.total_seconds() <= age < LIVES.total_seconds():
        return SignedIn("expired")
    shown = claims.get("name") or claims.get("preferred_username") or claims.get("email") or said
    return SignedIn("in", said, str(shown)[:80], issued)


def acting(who: SignedIn, origin: str, path: Path | None = None) -> Actor:
    """Who acts, with the roles that the mapping gives now; nobody where the session is over by then."""
    account = accounts.of(who.account, path) if who.state == "in" else None
    if account is None or who.issued < account.left:
        return Actor(origin=origin)
    return Actor(account.id, "conta", origin, account.grants, who.shown)


def entered(who: SignedIn, origin: str) -> Account | None:
    """Note that somebody is there, once for each time they sign in; None where nobody is."""
    if who.state != "in":
        return None
    account = accounts.of(who.account)
    if account is not None and account.entered >= who.issued:
        return account
    if account is None and datetime.now(UTC).timestamp() - who.issued > _FRESH.total_seconds():
        return None  # it was forgotten while a page of it was open
    account = accounts.seen(who.account, 0)
    audit.note(Actor(account.id, "conta", origin, account.grants), "entrar", "entrada")
    return accounts.seen(who.account, who.issued)  # only what stands in the record counts as noted


def left(actor: Actor, who: SignedIn) -> None:
    """Note that somebody signs out: every page that this sign-in opened is closed to acts."""
    accounts.leave(who.account)
    audit.note(actor, "sair", "saida")

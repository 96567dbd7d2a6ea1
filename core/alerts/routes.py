"""Who is told of which alerts, and who is told next where nobody sees to one: declared in alertas.yaml.

Addresses are no part of the project: a recipient names the variable of the environment that holds them. Without
routes everything goes to everyone (`todos`: ENTI_MAIL_TO and ENTI_WEBHOOK); what no route takes goes there too, so
that a route never makes an alert disappear.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from core.alerts.about import About
from core.alerts.log import Post, Step
from core.alerts.store import Event
from core.base.errors import AlertError
from core.base.typed import Id, Strict, Text
from core.catalogue.catalogue import Catalogue
from core.strategy import present

EVERYONE: Final = "todos"
Severity = Literal["info", "aviso", "critico"]
Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]+$", max_length=60)]
To = Annotated[tuple[Id, ...], Field(min_length=1, max_length=20)]


class Recipient(Strict):
    """Somebody who is told: by mail (`mail_env`: the variable with the addresses, commas between) or by webhook
    (`webhook_env`: the one with the address).
    """

    id: Id
    name: Text
    mail_env: Variable | None = None
    webhook_env: Variable | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "Recipient":
        if (self.mail_env is None) == (self.webhook_env is None):
            raise ValueError("um destinatário tem mail_env ou webhook_env, e só um")
        if self.id == EVERYONE:
            raise ValueError(f"«{EVERYONE}» já é o de ENTI_MAIL_TO e ENTI_WEBHOOK: dar outro id")
        return self

    @property
    def channel(self) -> str:
        """What the outbox calls the way to this recipient."""
        return f"{'correio' if self.mail_env else 'webhook'}.{self.id}"


class Route(Strict):
    """Alerts that have all of what is said here go to `to`; what is not said does not matter. `domains`: slugs of the
    catalogue; `regions`: those of the EAT; `bodies`: who the strategy has answer for an action, or answers today.
    """

    to: To
    rules: tuple[Id, ...] = ()
    kinds: tuple[Id, ...] = ()
    severities: tuple[Severity, ...] = ()
    indicators: tuple[Id, ...] = ()
    domains: tuple[str, ...] = ()
    regions: tuple[Id, ...] = ()
    bodies: tuple[Id, ...] = ()

    def takes(self, event: Event, kind: str, about: About) -> bool:
        """Whether an alert goes this way."""
        asked: tuple[tuple[Collection[str], Collection[str]], ...] = (
            (self.rules, (event.rule,)),
            (self.kinds, (kind,)),
            (self.severities, (event.severity,)),
            (self.indicators, (about.indicator,)),
            (self.domains, (about.domain,)),
            (self.regions, (about.region,)),
            (self.bodies, about.bodies),
        )
        return all(not wanted or not {*wanted}.isdisjoint(has) for wanted, has in asked)


class Escalation(Strict):
    """What fires and nobody saw to `after_hours` hours after it began goes to `to` as well, once."""

    id: Id
    after_hours: int = Field(ge=1, le=90 * 24)
    to: To
    severities: tuple[Severity, ...] = ("critico",)


class Routing(Strict):
    """The part of alertas.yaml that says who is told."""

    recipients: tuple[Recipient, ...] = ()
    routes: tuple[Route, ...] = ()
    escalation: tuple[Escalation, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> "Routing":
        for what, ids in (
            ("recipients", [r.id for r in self.recipients]),
            ("escalation", [x.id for x in self.escalation]),
        ):
            if twice := sorted({i for i in ids if ids.count(i) > 1}):
                raise ValueError(f"{what}: ids repetidos: {', '.join(twice)}")
        known = {EVERYONE, *(r.id for r in self.recipients)}
        used = {i for to in (*(r.to for r in self.routes), *(x.to for x in self.escalation)) for i in to}
        if strange := sorted(used - known):
            raise ValueError(f"to: não há o destinatário {', '.join(strange)}; há: {', '.join(sorted(known))}")
        return self

    def whom(self, event: Event, kind: str, about: About) -> tuple[str, ...]:
        """The ids of the recipients of an alert: those of every route that takes it, else everyone."""
        found = dict.fromkeys(i for r in self.routes if r.takes(event, kind, about) for i in r.to)
        return tuple(found) or (EVERYONE,)

    def check(self, catalogue: Catalogue, rules: Collection[str], kinds: Collection[str]) -> None:
        """AlertError where a route asks for what does not exist: it would take nothing, and nobody would see it."""
        known: dict[str, Collection[str]] = {
            "rules": rules,
            "kinds": kinds,
            "indicators": {i.id for i in catalogue.shown},
            "domains": {d.slug for d in catalogue.domains},
            "regions": {r.id for r in present.load().regions},
            "bodies": {b.id for b in present.load().bodies},
        }
        for n, route in enumerate(self.routes, 1):
            for field, there in known.items():
                if strange := sorted(set(getattr(route, field)) - set(there)):
                    raise AlertError(
                        f"A rota {n} refere em {field} o que não existe: {', '.join(strange)}.",
                        where=f"alertas.yaml, routes[{n - 1}]",
                        cure=f"usar: {', '.join(sorted(there))}." if len(there) < 20 else "conferir o id.",
                    )


def post(
    routing: Routing,
    kind_of: Mapping[str, str],
    about: Callable[[Event], About],
    channels: Mapping[str, Sequence[str]],
    least: Sequence[str],
) -> Post:
    """The routing as an evaluation uses it. `kind_of`: kind by rule id; `channels`: names of channels by recipient."""

    def to(event: Event) -> Sequence[str]:
        return [c for i in routing.whom(event, kind_of.get(event.rule, ""), about(event)) for c in channels.get(i, ())]

    steps = [
        Step(x.id, x.after_hours, x.to, [c for i in x.to for c in channels.get(i, ())], x.severities)
        for x in routing.escalation
    ]
    return Post(to, steps, least)

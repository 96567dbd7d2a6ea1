"""One look at the alerts: evaluate the rules on the build in force, write it down, send what is owed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from filelock import FileLock, Timeout

from core.alerts import evaluate as alerts
from core.alerts import log as alert_log
from core.alerts import routes
from core.alerts import rules as alert_rules
from core.alerts.about import about
from core.alerts.log import Event, Post
from core.alerts.routes import Routing
from core.alerts.rules import Rule
from core.base.errors import AlertError, EntiError
from core.base.paths import alerts_path
from core.catalogue import catalogue as catalogues
from core.catalogue.catalogue import Catalogue
from core.strategy import asking, execution, standing, strategy
from core.warehouse import checks
from core.warehouse.requests import Request
from core.warehouse.store import Store, resolve
from etl.alerts import deliver as notify
from etl.alerts import letters

_LOCK_S: Final = 60


def check(now: datetime) -> tuple[list[Event], int, list[str]]:
    """Evaluate the rules on the build in force and send what is owed: the new events, how many messages went, what
    failed.

    One process at a time, so that nothing is sent twice. Raises the errors of core.warehouse.store, core.catalogue
    and core.alerts.rules.
    """
    path = alerts_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{path}.lock", timeout=_LOCK_S):
            book, rules = catalogues.load(), alert_rules.load()
            routing = alert_rules.routing(book)
            ways, severities = notify.channels(routing), notify.least()
            store = Store(resolve())
            try:
                plan, asked = _plan(now.date())
                found = alerts.evaluate(rules, store, book, plan, now.date(), checks.read(), asked)
            finally:
                store.close()
            made = alert_log.record(found, rules, store.build, now, _post(routing, rules, book, severities, now), path)
            (sent, failures), (more, others) = notify.deliver(ways, now), letters.beside_alerts(now)
            return made, sent + more, [*failures, *others]
    except Timeout as error:
        raise AlertError(
            "Outro processo está a avaliar os alertas.", where=f"{path}.lock", cure="repetir daqui a pouco."
        ) from error


def _post(routing: Routing, rules: Sequence[Rule], book: Catalogue, least: Sequence[str], now: datetime) -> Post:
    return routes.post(
        routing,
        {r.id: r.kind for r in rules},
        lambda event: about(event, book, now.date()),
        notify.names(routing),
        least,
    )


def _plan(today: date) -> tuple[tuple[standing.Standing, ...] | EntiError, tuple[Request, ...] | EntiError]:
    """How the actions stand, and what was asked of bodies; an error stops only the rules that ask for them."""
    try:
        said = execution.events()
        plan = standing.standings(strategy.load(), execution.current(said, "acao"), today)
        return plan, asking.asked_of(said)
    except EntiError as error:
        return error, error

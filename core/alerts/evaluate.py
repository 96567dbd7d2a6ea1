"""What the rules of the alerts say of a build and of the action plan on a day: a finding per rule and subject.

Pure functions: nothing here reads a clock, keeps anything or sends anything (core.alerts.log, etl.alerts.deliver).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from core.alerts.base import Rule
from core.alerts.kind import REGISTRY
from core.alerts.model import WHOLE, Finding, Given
from core.base.errors import EntiError
from core.catalogue.catalogue import Catalogue
from core.strategy.standing import Standing
from core.warehouse.checks import Check
from core.warehouse.requests import Request
from core.warehouse.store import Store

__all__ = ["WHOLE", "Finding", "evaluate"]


def evaluate(
    rules: Iterable[Rule],
    store: Store,
    catalogue: Catalogue,
    standings: Sequence[Standing] | EntiError,
    today: date,
    checks: Mapping[str, Check] | None = None,
    requests: Sequence[Request] | EntiError = (),
) -> list[Finding]:
    """Findings of the rules that are enabled, in the order of the rules; each rule has one at least.

    A rule that meets an error of ours, or whose kind was refused, has one finding, `error`; one that finds nothing to
    look at, `no_data`; both of WHOLE, and neither stops the others. `standings`: core.strategy.standing.standings, or
    the error that there was in place of them. `checks`: what was asked of the sources (core.warehouse.checks.read);
    `requests`: what people asked of bodies (core.strategy.asking), or the error.
    """
    given = Given(store, catalogue, standings, today, checks or {}, requests)
    found: list[Finding] = []
    for rule in rules:
        if not rule.enabled:
            continue
        try:
            mine = list(REGISTRY[rule.kind].find(rule, given))
        except EntiError as error:
            mine = [_failed(rule, str(error))]
        except (
            LookupError,
            ValueError,
            TypeError,
            ArithmeticError,
        ) as error:  # a mistake of ours: said, and the others go on
            mine = [_failed(rule, f"Erro {type(error).__name__} ao avaliar a regra: {error}")]
        if all(f.minor for f in mine):
            nothing = ("Não há valores para avaliar esta regra.", "There are no figures to evaluate this rule on.")
            mine.append(Finding(rule.id, WHOLE, "no_data", nothing))
        found += mine
    return found


def _failed(rule: Rule, said: str) -> Finding:
    return Finding(rule.id, WHOLE, "error", (said, said))

"""What an entry of the ledger names exists: actions, places, bodies, structures (core.strategy.known)."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from core.strategy.acts_model import Asking, Call, Decision, Money, Proposal
from core.strategy.council_model import Convocation, FollowUp, Matter, Opinion, Seat
from core.strategy.execution_model import REGIONAL, Meeting, Project
from core.strategy.heard_model import Adoption, Assessment, Challenge, LocalGovernment, Training
from core.strategy.kinds import State


def refers(made: State, known: Mapping[str, Iterable[str]]) -> None:
    """ValueError where what it names does not exist."""
    if isinstance(made, Project):
        _named(made.recommendations, known["recommendations"], "a recomendação")
        _named([made.territory], known["territories"], "o território")
    elif isinstance(made, Meeting):
        _named([made.structure], known["structures"], "a estrutura")
        _of_a_region(made, known)
    elif isinstance(made, Asking):
        about = {*known["indicators"], *known["acao"], *known["recommendations"]}
        _named(made.about, about, "o indicador, a ação ou a recomendação")
        _named([made.to], {*known["bodies"], *known["territories"], *known["holders"]}, "a quem se pede (to)")
    elif isinstance(made, Decision):
        _named([made.body], known["structures"], "a estrutura")
        _named([made.owner], {*known["structures"], *known["bodies"]}, "quem a cumpre (owner)")
    elif isinstance(made, Money):
        _named([made.action], known["acao"], "a ação")
    elif isinstance(made, Proposal):
        _named([made.on], known[f"part:{made.part}"], f"o que se propõe mudar (sobre, com a parte {made.part})")
        _named([made.body], {*known["structures"], *known["bodies"], *known["territories"]}, "quem o propõe (body)")
    elif isinstance(made, Call):
        _named(made.actions, known["acao"], "a ação")
    else:
        _heard(made, known)


def _heard(made: State, known: Mapping[str, Iterable[str]]) -> None:
    """The same of those whom the Strategy hears."""
    if isinstance(made, Adoption | LocalGovernment):
        _named([made.territory], known["territories"], "o território")
    if isinstance(made, Adoption):
        _named([made.recommendation], known["recommendations"], "a recomendação")
    elif isinstance(made, Assessment):
        _named([made.action], known["acao"], "a ação")
    elif isinstance(made, Challenge):
        _named([made.action], known["acao"], "a ação")
        _named([made.owner], {*known["structures"], *known["bodies"]}, "quem trata (owner)")
    elif isinstance(made, Training):
        _named([made.by], {*known["structures"], *known["bodies"], *known["territories"]}, "quem a deu (by)")
        _named(made.places, known["territories"], "o território (places)")
    elif isinstance(made, Matter):
        _named([made.put_by], known["structures"], "quem a põe (put_by)")
    if isinstance(made, Seat | Convocation | Matter | Opinion):
        _named(made.domains, known["domains"], "o domínio")


# kind of what says it, field → the kind of entry that it names
LINKS: Final = {
    (Matter, "convocation"): "convocatoria",
    (Opinion, "matter"): "materia",
    (FollowUp, "opinion"): "parecer",
    (FollowUp, "decision"): "decisao",
}


def linked(made: State, there: Callable[[str, str], State | None]) -> None:
    """ValueError where it names an entry that is not on record: `there` gives what stands (kind, entry) and everybody
    may read.
    """
    for (model, field), kind in LINKS.items():
        if not isinstance(made, model) or (named := getattr(made, field)) is None:
            continue
        found = there(kind, named)
        if found is None or getattr(found, "withdrawn", False):
            raise ValueError(f"{field}: «{named}» não está registado como {kind}, ou ainda espera, ou foi retirado")


def _of_a_region(made: Meeting, known: Mapping[str, Iterable[str]]) -> None:
    """ValueError where a region is given to a structure that has none, or is none of the EAT's."""
    if made.region is None:
        return
    if made.structure != REGIONAL:
        raise ValueError(f"só a EAT se reúne por região: tirar a região de uma reunião de «{made.structure}»")
    _named([made.region], known["regions"], "a região da EAT")


def _named(ids: Iterable[str], known: Iterable[str], what: str) -> None:
    if unknown := sorted(set(ids) - set(known)):
        raise ValueError(f"{what} não existe: {', '.join(unknown)}")

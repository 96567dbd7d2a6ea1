"""What a letter says: who asks, what, by when, and where to answer. Portuguese, plain text, as it holds on the day.

The link leads to the request on the page where one answers, and holds no secret: a letter is passed on, kept and read
by others, and whoever has it may do no more than anybody. Who answers signs in, and the role says for whom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.base import settings
from core.base.errors import SettingError
from core.catalogue import catalogue
from core.people import receipts
from core.people.occasions import ASKED, PAST, REMINDED
from core.strategy import strategy
from core.strategy.acts_model import Asking
from core.strategy.asking import called
from core.strategy.execution import Event
from core.terms.formats import day

PAGE, PARAMETER = "minha_parte", "pedido"
_ANSWERS: Final = {
    "entregue": "entregue",
    "recusa": "recusa",
    "nao_tem": "não tem",
    "promessa": "promete para outro dia",
}


@dataclass(frozen=True)
class Words:
    """The subject, in one line, and the body of a letter."""

    subject: str
    body: str


def link(request: str) -> str:
    """Where a request is answered, on the public address of the dashboard. SettingError where nobody said which."""
    return f"{_home()}/{PAGE}?{PARAMETER}={request}"


def _home() -> str:
    if not (home := settings.Reach.now().address.rstrip("/")):
        raise SettingError(
            "Para escrever a quem se pede falta o endereço público do painel.",
            where="ENTI_ADDRESS",
            cure="é para lá que a ligação de cada carta leva. Ver docs/definicoes.md. As cartas ficam por enviar.",
        )
    return home


def of_request(request: str, asked: Asking, occasion: str, today: date) -> Words:
    """The letter of a request on an occasion (ASKED, REMINDED, PAST), as it is sent on a day."""
    name, due = called(asked.to, today), day(asked.due)
    left = (asked.due - today).days
    first = {
        ASKED: f"{asked.asked_by} pede-vos, em {day(asked.asked_on)}, que respondam até {due}:",
        REMINDED: f"Lembramos o que {asked.asked_by} vos pediu em {day(asked.asked_on)}, para responder até {due}:",
        PAST: f"O prazo para responder ao que {asked.asked_by} vos pediu em {day(asked.asked_on)} era {due}:",
    }[occasion]
    subject = {
        ASKED: f"ENTI: pedido a {name}, para responder até {due}",
        REMINDED: f"ENTI: {_days(left)} para responder ao pedido a {name}",
        PAST: f"ENTI: passou o prazo do pedido a {name}",
    }[occasion]
    if occasion == ASKED and left < 0:  # nobody could be written to before: that is no delay of theirs
        first = f"{asked.asked_by} pede-vos o que segue. O dia era {due}, e só agora vos escrevemos:"
    ends = ["O prazo passou, e a resposta serve na mesma."] if left < 0 else []
    return _whole(
        subject,
        [f"{name}:", first, asked.text, f"Sobre: {'; '.join(_names(asked.about))}.", *ends],
        ["Responde-se aqui, entrando com a conta a que foi dado o vosso papel:", link(request)],
    )


def of_receipt(event: Event, today: date) -> Words:
    """The receipt of an answer, as a letter."""
    asked = event.after
    assert isinstance(asked, Asking)
    name, number = called(asked.to, today), receipts.number(event)
    said = f"Ficou escrita em {day(event.said_at.date())} a resposta «{_ANSWERS[asked.answer]}», por {event.said_by}."
    return _whole(
        f"ENTI: recibo da resposta de {name}",
        [f"{name}:", said, f"Recibo: {number}", f"Ao pedido: {asked.text}"],
        ["O que está escrito vê-se aqui:", link(event.entry)],
    )


def _days(left: int) -> str:
    return f"{'falta' if left == 1 else 'faltam'} {left} {'dia' if left == 1 else 'dias'}" if left else "é hoje o dia"


def _names(about: Sequence[str]) -> list[str]:
    plan = strategy.load()
    known = {i.id: i.name.get("pt") for i in catalogue.load().shown}
    known |= {a.id: f"ação {a.id.removeprefix('acao_').replace('_', '.')}: {a.text}" for a in plan.actions}
    known |= {r.id: f"recomendação {r.number}: {r.text}" for r in plan.recommendations}
    return [known.get(i, i) for i in about]


def _whole(subject: str, said: Sequence[str], where: Sequence[str]) -> Words:
    end = (
        "Mensagem automática. O vosso endereço foi dado à EATA para isto e mais nada; o que se guarda, e até quando:"
        f" {_home()}/privacidade"
    )
    return Words(" ".join(subject.split()), "\n\n".join([*said, "\n".join(where), end]) + "\n")

"""Every kind of entry of the ledger of the execution, with its model: a new kind is added here."""

from typing import Final

from core.strategy.acts_model import Asking, Call, Decision, Money, Proposal
from core.strategy.council_model import Convocation, FollowUp, Matter, Opinion, Seat
from core.strategy.execution_model import Meeting, Progress, Project
from core.strategy.heard_model import Adoption, Assessment, Challenge, LocalGovernment, Training

Said = Progress | Meeting | Asking | Decision | Money | Call | Proposal
Heard = Adoption | LocalGovernment | Assessment | Challenge | Training
Council = Seat | Convocation | Matter | Opinion | FollowUp
State = Said | Heard | Council
# In the first table of the ledger, which is closed to new kinds.
_FIRST: Final[dict[str, type[State]]] = {"acao": Progress, "projeto": Project, "reuniao": Meeting}
_ACTS: Final[dict[str, type[State]]] = {
    "pedido": Asking,
    "decisao": Decision,
    "verba": Money,
    "aviso": Call,
    "proposta": Proposal,
    "adocao": Adoption,
    "governo_local": LocalGovernment,
    "leitura": Assessment,
    "desafio": Challenge,
    "formacao": Training,
    "conselheiro": Seat,
    "convocatoria": Convocation,
    "materia": Matter,
    "parecer": Opinion,
    "seguimento": FollowUp,
}
MODELS: Final[dict[str, type[State]]] = _FIRST | _ACTS
KINDS: Final = tuple(MODELS)
ACTS: Final = tuple(_ACTS)

"""The one table of who may do what. What stands in no row nobody may do; docs/papeis.md shows it."""

from collections.abc import Mapping
from typing import Final

from core.people.model import ROLES, About, Actor, Grant

# act → the roles that may do it. EATA may do all but speak for others (VOICES); the server's own command line is the
# machine's owner.
ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    # the execution
    "acao": ("entidade",),
    "projeto": ("municipio", "cim"),
    "reuniao": ("regiao",),
    "pedido": (),
    "resposta": ("entidade", "municipio", "cim"),
    "decisao": (),
    "verba": (),
    "aviso": (),
    "proposta": ("entidade", "municipio", "cim"),
    "valores": ("municipio", "cim"),
    # those who are heard
    "adocao": ("municipio", "cim"),
    "governo_local": ("municipio", "cim"),
    "leitura": ("analista", "conselho"),
    "desafio": ("entidade",),
    "formacao": ("entidade", "municipio", "cim"),
    "conselheiro": (),
    "convocatoria": (),
    "materia": (),
    "parecer": ("conselho",),
    "seguimento": (),
    # letters to whom is asked
    "endereco_dar": (),
    "endereco_apagar": (),
    "endereco_ler": (),
    "carta_escrever": (),
    "recibo_enviar": ("entidade", "municipio", "cim"),
    # questions of citizens
    "perguntar": tuple(r for r in ROLES if r != "ecra"),
    "pergunta_responder": (),
    "pergunta_afastar": (),
    # what waits
    "libertar_dito": (),
    "afastar_dito": (),
    # the room
    "sala_listas": ("operador",),
    "sala_chave": ("operador",),
    "sala_retirar": ("operador",),
    # alerts
    "alerta_tratar": ("operador",),
    "alerta_retirar": ("operador",),
    "alerta_silenciar": ("operador",),
    "alerta_ouvir": ("operador",),
    # builds
    "versao_ver": ("analista",),
    "versao_libertar": (),
    "versao_recuar": (),
    # people
    "papel_dar": (),
    "papel_tirar": (),
    "conta_esquecer": (),
    "auditoria_ler": (),
}
ALL: Final = "eata"
_APART: Final = {"leitura"}  # nobody reads independently what they answer for, whatever else they may
VOICES: Final = {"leitura", "parecer"}  # others' own: not even the team that may all says them in their place
_BY_OWNER: Final = {"entidade"}
_BY_PLACE: Final = {"municipio", "cim"}
_BY_REGION: Final = {"regiao"}
# Who gives the shared secret of the room, where nobody signs in.
SECRET: Final = (Grant("operador"),)


def permitted(actor: Actor, act: str, about: About) -> Grant | None:
    """The grant by which this may be done; None where there is none. KeyError for an act that is not in the table."""
    allowed = ALLOWED[act]
    if actor.way == "servidor":
        return Grant("servidor")
    if "leitor" in allowed and actor.way != "ecra" and not any(g.role == "ecra" for g in actor.grants):
        return Grant("leitor")  # everybody is one
    if act in _APART and any(g.role in _BY_OWNER and g.of in about.owners for g in actor.grants):
        return None
    for grant in sorted(actor.grants, key=lambda g: g.role == ALL):  # one's own role signs before the team's
        if (grant.role == ALL and act not in VOICES) or (
            grant.role in allowed and grant.role in ROLES and _its(grant, about)
        ):
            return grant
    return None


def table() -> str:
    """Role × act as Markdown; docs/papeis.md holds it."""
    roles = [r for r in ROLES if r != ALL]
    head = f"| ato | {' | '.join(roles)} | {ALL} |\n|---|{'---|' * (len(roles) + 1)}"
    rows = (
        f"| `{act}` | {' | '.join(_cell(r, allowed) for r in roles)} | {'' if act in VOICES else 'sim'} |"
        for act, allowed in ALLOWED.items()
    )
    return "\n".join((head, *rows))


def _cell(role: str, allowed: tuple[str, ...]) -> str:
    if role not in allowed:
        return ""
    if "leitor" in allowed:
        return "sim"
    return "o seu" if role in _BY_OWNER | _BY_PLACE | _BY_REGION else "sim"


def _its(grant: Grant, about: About) -> bool:
    """Whether what is done concerns whom the role was given for, and nobody else."""
    if grant.role in _BY_OWNER:
        return grant.of in about.owners
    if grant.role in _BY_PLACE:
        return about.places == {grant.of}
    if grant.role in _BY_REGION:
        return about.regions == {grant.of}
    return True

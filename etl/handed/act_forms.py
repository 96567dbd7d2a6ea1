"""The columns of the files of each kind of entry, and how a cell of each is read."""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from core.base import numbers


class Column(NamedTuple):
    """A column, the field that it fills, and how its cell is read; `kept`: an empty cell leaves the field as it was."""

    name: str
    field: str
    read: Callable[[str], object] = str
    kept: bool = False


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"«{text[:40]}» não é uma data; escreve-se 2026-11-22") from None


def ids(text: str) -> tuple[str, ...]:
    """Several ids, with spaces or commas between."""
    return tuple(text.replace(",", " ").split())


def _yes(text: str) -> bool:
    if text.lower() not in ("sim", "não", "nao"):
        raise ValueError(f"«{text[:40]}»: escreve-se sim ou não")
    return text.lower() == "sim"


def _euros(text: str) -> float:
    if (amount := numbers.euros(text)) is None:
        raise ValueError(f"«{text[:40]}» não é um montante em euros; escreve-se 1250000 ou 1 250 000,50")
    return amount


def _amount(text: str) -> float:
    if (amount := numbers.euros(text)) is None:
        raise ValueError(f"«{text[:40]}» não é um número; escreve-se 3 ou 3,5")
    return amount


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"«{text[:40]}» não é um número inteiro")
    return int(text)


_END: Final = (
    Column("evidencia", "evidence"),
    Column("nota", "note"),
    Column("retirado", "withdrawn", _yes, kept=True),
)
# The first column of each is the id of the entry.
FORMS: Final[dict[str, tuple[Column, ...]]] = {
    "pedido": (
        Column("a_quem", "to"),
        Column("sobre", "about", ids),
        Column("texto", "text"),
        Column("pedido_em", "asked_on", _day),
        Column("pedido_por", "asked_by"),
        Column("prazo", "due", _day),
        Column("resposta", "answer", kept=True),
        Column("respondido_em", "answered_on", _day),
        Column("recibo", "receipt"),
        *_END,
    ),
    "decisao": (
        Column("estrutura", "body"),
        Column("decidida_em", "held_on", _day),
        Column("reuniao", "meeting"),
        Column("texto", "text"),
        Column("responsavel", "owner"),
        Column("prazo", "due", _day),
        Column("estado", "state", kept=True),
        Column("cumprida_em", "done_on", _day),
        Column("assunto", "matter"),
        *_END,
    ),
    "verba": (
        Column("acao", "action"),
        Column("tipo", "kind"),
        Column("montante_eur", "amount_eur", _euros),
        Column("em", "as_of", _day),
        Column("fundo", "fund"),
        Column("fonte", "source"),
        *_END,
    ),
    "proposta": (
        Column("sobre", "on"),
        Column("parte", "part"),
        Column("novo", "new"),
        Column("porque", "why"),
        Column("proposta_por", "body"),
        Column("proposta_em", "proposed_on", _day),
        *_END,
    ),
    "aviso": (
        Column("titulo", "title"),
        Column("fundo", "fund"),
        Column("abre", "opens", _day),
        Column("fecha", "closes", _day),
        Column("acoes", "actions", ids),
        *_END,
    ),
    "adocao": (
        Column("territorio", "territory"),
        Column("recomendacao", "recommendation"),
        Column("grau", "degree"),
        Column("dito_no_dia", "said_on", _day),
        *_END,
    ),
    "governo_local": (
        Column("territorio", "territory"),
        Column("plano", "plan"),
        Column("titulo_do_plano", "plan_title"),
        Column("aprovado_em", "approved_on", _day),
        Column("estrutura", "unit"),
        Column("nome_da_estrutura", "unit_name"),
        Column("dito_no_dia", "said_on", _day),
        *_END,
    ),
    "leitura": (
        Column("acao", "action"),
        Column("grau", "degree"),
        Column("quem_le", "reader"),
        Column("lida_em", "read_on", _day),
        Column("porque", "why"),
        *_END,
    ),
    "desafio": (
        Column("acao", "action"),
        Column("tipo", "sort"),
        Column("texto", "text"),
        Column("quem_trata", "owner"),
        Column("visto_em", "seen_on", _day),
        Column("estado", "state", kept=True),
        Column("fechado_em", "closed_on", _day),
        *_END,
    ),
    "formacao": (
        Column("titulo", "title"),
        Column("dada_por", "by"),
        Column("em", "held_on", _day),
        Column("horas", "hours", _amount),
        Column("para_quem", "audience"),
        Column("pessoas", "people", _count),
        Column("territorios", "places", ids),
        *_END,
    ),
    "conselheiro": (
        Column("entidade", "organisation"),
        Column("lado", "side"),
        Column("dominios", "domains", ids),
        Column("desde", "since", _day),
        Column("ate", "until", _day),
        *_END,
    ),
    "convocatoria": (
        Column("convocado_em", "called_on", _day),
        Column("sessao", "session", _day),
        Column("dominios", "domains", ids),
        *_END,
    ),
    "materia": (
        Column("texto", "text"),
        Column("posta_por", "put_by"),
        Column("posta_em", "put_on", _day),
        Column("dominios", "domains", ids),
        Column("da_convocatoria", "convocation"),
        Column("prazo", "due", _day),
        *_END,
    ),
    "parecer": (
        Column("texto", "text"),
        Column("dado_em", "given_on", _day),
        Column("da_materia", "matter"),
        Column("dominios", "domains", ids),
        *_END,
    ),
    "seguimento": (
        Column("do_parecer", "opinion"),
        Column("destino", "outcome"),
        Column("dito_no_dia", "told_on", _day),
        Column("porque", "why"),
        Column("decisao_tomada", "decision"),
        *_END,
    ),
}
# Kinds of those whom the Strategy hears, which one group of commands writes.
HEARD: Final = (
    *("adocao", "governo_local", "leitura", "desafio", "formacao"),
    *("conselheiro", "convocatoria", "materia", "parecer", "seguimento"),
)

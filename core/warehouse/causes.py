"""Why a figure can be missing, in words, and what would close it: one table for cells, legends and the gap ledger."""

from typing import Final

from core.terms.status import NO_VALUE

# Nobody can act on these: the cell cannot exist, or the law keeps it back.
FINAL: Final = frozenset({"not_applicable", "confidential", "below_unit", "source_ended"})

CAUSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": NO_VALUE["not_collected"],
    "not_kept": ("não consta da cópia ou do documento que temos", "not in the copy or document that we have"),
    "not_published_at_level": ("não publicado a este nível", "not published at this level"),
    "not_yet_published": ("ainda não publicado", "not yet published"),
    "confidential": NO_VALUE["suppressed"],
    "not_applicable": NO_VALUE["not_applicable"],
    "source_ended": ("série terminada na fonte", "series ended at the source"),
    "login_needed": ("a fonte exige sessão", "the source demands a login"),
    "connector_failed": ("consulta falhou", "connector failed"),
    "awaiting_import": ("só vem em ficheiro", "comes by file only"),
    "not_asked": ("ainda não pedimos à fonte", "we have not asked the source yet"),
    "withheld": NO_VALUE["withheld"],
    "parts_missing": ("não somado: faltam municípios", "not summed up: municipalities are missing"),
    "below_unit": NO_VALUE["below_unit"],
}
CELL_CLOSES: Final[dict[str, tuple[str, str]]] = {
    "not_collected": ("A fonte publicar o valor.", "The source publishes the value."),
    "not_kept": ("Ler o valor na fonte e embuti-lo.", "Read the figure in the source, and embed it."),
    "confidential": (
        "Nada a fazer: é segredo estatístico ou falta de qualidade.",
        "Nothing: statistical secrecy or insufficient quality.",
    ),
    "not_applicable": (
        "Nada a fazer: o valor não pode existir nesta fonte.",
        "Nothing: the value cannot exist in this source.",
    ),
    "parts_missing": (
        "Os municípios que faltam terem valor.",
        "The missing municipalities have a figure.",
    ),
    "withheld": (
        "A fonte corrigir o valor, ou o catálogo os limites.",
        "The source corrects the value, or the catalogue its bounds.",
    ),
    "below_unit": (
        "Nada a fazer: o valor é quase zero e a fonte não o escreve.",
        "Nothing: the value is nearly zero and the source does not write it.",
    ),
}

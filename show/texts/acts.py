"""Words of what is decided and paid."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "decisions.title": ("Decisões", "Decisions"),
    "decisions.count": (
        "{n} registadas: {open} abertas, {done} cumpridas, {revoked} revogadas.",
        "{n} on record: {open} open, {done} carried out, {revoked} revoked.",
    ),
    "decisions.none": ("Nenhuma decisão registada.", "No decision is on record."),
    "decisions.open": ("{n} decisões por cumprir", "{n} decisions to be carried out"),
    "decisions.open_past": (", {n} com o prazo passado", ", {n} past their day"),
    "decisions.col.text": ("Decisão", "Decision"),
    "decisions.col.body": ("De quem, quando", "By whom, when"),
    "decisions.col.owner": ("Quem cumpre", "Who carries it out"),
    "decisions.col.due": ("Prazo", "Due"),
    "decisions.col.state": ("Estado", "State"),
    "decisions.no_due": ("sem prazo", "no day set"),
    "decisions.past": ("Prazo passado", "Past its day"),
    "decisions.state.aberta": ("Aberta", "Open"),
    "decisions.state.cumprida": ("Cumprida", "Carried out"),
    "decisions.state.revogada": ("Revogada", "Revoked"),
    "decisions.done": ("em {date}", "on {date}"),
    "decisions.said": ("registada por {by} em {date}", "recorded by {by} on {date}"),
}

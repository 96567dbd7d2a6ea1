"""What asks for an act of the coordination bodies (core.reading.agenda), in the words of screen and paper."""

from core.reading.agenda import Matter
from show.texts import t


def said(m: Matter, lang: str) -> tuple[str, str]:
    """What is asked, and on what ground."""
    what = f"agenda.duty.{m.params['report']}" if m.kind == "report" else f"agenda.{m.kind}"
    return t(what, lang, **m.params), t(f"agenda.{m.kind}.by", lang, **m.params)

"""What does this verdict rest on? One indicator in one territory."""

from ui import frame, veredicto

frame.page("veredicto", veredicto.body)

"""What does this verdict rest on? One indicator in one territory."""

from ui.frame import page as frame
from ui.views import veredicto

frame.page("veredicto", veredicto.body)

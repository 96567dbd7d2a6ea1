"""Where, since when, how spread: one indicator on the map, with its evolution and ranking."""

from ui.frame import page as frame
from ui.views import indicador

frame.page("indicador", indicador.body)

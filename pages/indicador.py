"""Where, since when, how spread: one indicator on the map, with its evolution and ranking."""

from ui import frame, indicador

frame.page("indicador", indicador.body)

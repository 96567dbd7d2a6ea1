"""Where, since when, how spread: one indicator on the map, with its evolution and ranking."""

from ui import frame, mapa

frame.page("mapa", mapa.body)

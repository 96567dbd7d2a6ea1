"""The figures themselves: choose, look, take away."""

from ui import dados, frame

frame.page("dados", dados.body)

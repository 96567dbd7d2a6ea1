"""The figures themselves: choose, look, take away."""

from ui.frame import page as frame
from ui.views import dados

frame.page("dados", dados.body)

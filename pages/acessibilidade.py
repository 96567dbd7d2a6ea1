"""The accessibility declaration."""

from ui.frame import page as frame
from ui.views import acessibilidade

frame.page("acessibilidade", acessibilidade.body)

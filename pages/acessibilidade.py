"""The accessibility declaration."""

from ui import acessibilidade, frame

frame.page("acessibilidade", acessibilidade.body)

"""The door of ui/views/indicador.py."""

from ui.frame import page

page.show("indicador")

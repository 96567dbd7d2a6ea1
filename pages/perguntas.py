"""The door of ui/views/perguntas.py."""

from ui.frame import page

page.show("perguntas")

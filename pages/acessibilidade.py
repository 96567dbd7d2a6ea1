"""The door of ui/views/acessibilidade.py."""

from ui.frame import page

page.show("acessibilidade")

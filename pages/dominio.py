"""The door of ui/views/dominio.py."""

from ui.frame import page

page.show("dominio")

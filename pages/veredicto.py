"""The door of ui/views/veredicto.py."""

from ui.frame import page

page.show("veredicto")

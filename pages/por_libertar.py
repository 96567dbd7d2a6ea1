"""The door of ui/views/por_libertar.py."""

from ui.frame import page

page.show("por_libertar")

"""The door of ui/views/objetivos.py."""

from ui.frame import page

page.show("objetivos")

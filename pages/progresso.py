"""The door of ui/views/progresso.py."""

from ui.frame import page

page.show("progresso")

"""The door of ui/views/minha_parte.py."""

from ui.frame import page

page.show("minha_parte")

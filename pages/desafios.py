"""The door of ui/views/desafios.py."""

from ui.frame import page

page.show("desafios")

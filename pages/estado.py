"""The door of ui/views/estado.py."""

from ui.frame import page

page.show("estado")

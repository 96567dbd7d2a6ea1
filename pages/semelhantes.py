"""The door of ui/views/semelhantes.py."""

from ui.frame import page

page.show("semelhantes")

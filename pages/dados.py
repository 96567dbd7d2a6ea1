"""The door of ui/views/dados.py."""

from ui.frame import page

page.show("dados")

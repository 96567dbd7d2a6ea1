"""The door of ui/views/conselho.py."""

from ui.frame import page

page.show("conselho")

"""The door of ui/views/campanhas.py."""

from ui.frame import page

page.show("campanhas")

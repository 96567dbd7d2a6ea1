"""The door of ui/views/territorio.py."""

from ui.frame import page

page.show("territorio")

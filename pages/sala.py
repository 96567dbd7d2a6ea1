"""The door of ui/views/sala.py."""

from ui.frame import page

page.show("sala")

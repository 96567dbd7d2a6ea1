"""The door of ui/views/sintese.py."""

from ui.frame import page

page.show("sintese")

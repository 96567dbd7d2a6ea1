"""The door of ui/views/comparar.py."""

from ui.frame import page

page.show("comparar")

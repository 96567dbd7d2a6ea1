"""The door of ui/views/alertas.py."""

from ui.frame import page

page.show("alertas")

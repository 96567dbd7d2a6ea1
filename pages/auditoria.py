"""The door of ui/views/auditoria.py."""

from ui.frame import page

page.show("auditoria")

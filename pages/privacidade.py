"""The door of ui/views/privacidade.py."""

from ui.frame import page

page.show("privacidade")

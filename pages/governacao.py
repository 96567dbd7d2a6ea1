"""The door of ui/views/governacao.py."""

from ui.frame import page

page.show("governacao")

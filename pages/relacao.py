"""The door of ui/views/relacao.py."""

from ui.frame import page

page.show("relacao")

"""The door of ui/views/formacao.py."""

from ui.frame import page

page.show("formacao")

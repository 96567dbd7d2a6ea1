"""The door of ui/views/projetos.py."""

from ui.frame import page

page.show("projetos")

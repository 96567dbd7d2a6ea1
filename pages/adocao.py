"""The door of ui/views/adocao.py."""

from ui.frame import page

page.show("adocao")

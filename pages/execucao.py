"""The door of ui/views/execucao.py."""

from ui.frame import page

page.show("execucao")

"""The door of ui/views/ao_vivo.py."""

from ui.frame import page

page.show("ao_vivo")

"""The door of ui/views/leituras.py."""

from ui.frame import page

page.show("leituras")

"""The door of ui/views/lacunas.py."""

from ui.frame import page

page.show("lacunas")

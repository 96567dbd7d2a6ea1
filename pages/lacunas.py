"""What is missing, whose it is, since when, and what would close it: the gap ledger."""

from ui.frame import page as frame
from ui.views import lacunas

frame.page("lacunas", lacunas.body)

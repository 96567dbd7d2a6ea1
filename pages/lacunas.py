"""What is missing, whose it is, since when, and what would close it: the gap ledger."""

from ui import frame, lacunas

frame.page("lacunas", lacunas.body)

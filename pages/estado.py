"""What do we have, how old is it, what is missing and why: one line per row of Table 3."""

from ui import estado, frame

frame.page("estado", estado.body)

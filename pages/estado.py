"""What do we have, how old is it, what is missing and why: one line per row of Table 3."""

from ui.frame import page as frame
from ui.views import estado

frame.page("estado", estado.body)

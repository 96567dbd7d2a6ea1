"""Is the strategy moving, what is late, what needs a decision? The brief for the coordination bodies."""

from ui.frame import page as frame
from ui.views import sintese

frame.page("sintese", sintese.body)

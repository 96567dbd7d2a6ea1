"""Is the strategy moving, what is late, what needs a decision? The brief for the coordination bodies."""

from ui import frame, sintese

frame.page("sintese", sintese.body)

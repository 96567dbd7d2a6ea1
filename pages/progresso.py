"""What moves and what cannot be said? Every indicator judged, and composites by domain."""

from ui.frame import page as frame
from ui.views import progresso

frame.page("progresso", progresso.body)

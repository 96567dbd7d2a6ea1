"""What moves and what cannot be said? Every indicator judged, and composites by domain."""

from ui import frame, progresso

frame.page("progresso", progresso.body)

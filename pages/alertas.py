"""What asks for attention, since when, and who sees to it?"""

from ui import alertas, frame

frame.page("alertas", alertas.body)

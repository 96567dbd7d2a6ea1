"""What asks for attention, since when, and who sees to it?"""

from ui.frame import page as frame
from ui.views import alertas

frame.page("alertas", alertas.body)

"""Against whom: up to ten places, side by side, in several indicators."""

from ui.frame import page as frame
from ui.views import comparar

frame.page("comparar", comparar.body)

"""Against whom: up to ten places, side by side, in several indicators."""

from ui import comparar, frame

frame.page("comparar", comparar.body)

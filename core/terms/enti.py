"""What is fixed by the strategy itself: its date, its years, and how many of each thing it has.

RCM n.º 176/2023 of 18 December.
"""

from datetime import date
from typing import Final

APPROVED: Final = date(2023, 12, 18)
FIRST_YEAR: Final = 2023
LAST_YEAR: Final = 2030
ROWS: Final = 48  # of Table 3: the indicators
OBJECTIVES: Final = 6
DOMAINS: Final = 6
INITIATIVES: Final = 16
ACTIONS: Final = 47  # rows of the action plan
RECOMMENDATIONS: Final = 31  # of Table 2

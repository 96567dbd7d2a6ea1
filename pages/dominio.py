"""Which indicators and places of one domain stand out?"""

from ui.frame import page as frame
from ui.views import dominio

frame.page("dominio", dominio.body)

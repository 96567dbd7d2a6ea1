"""Which indicators and places of one domain stand out?"""

from ui import dominio, frame

frame.page("dominio", dominio.body)

"""Like whom: the municípios that resemble this one, with the reasons, and how it stands among them."""

from ui import frame, semelhantes

frame.page("semelhantes", semelhantes.body)

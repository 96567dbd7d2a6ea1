"""Like whom: the municípios that resemble this one, with the reasons, and how it stands among them."""

from ui.frame import page as frame
from ui.views import semelhantes

frame.page("semelhantes", semelhantes.body)

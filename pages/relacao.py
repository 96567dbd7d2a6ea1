"""Together with what? Two indicators against each other, place by place."""

from ui.frame import page as frame
from ui.views import relacao

frame.page("relacao", relacao.body)

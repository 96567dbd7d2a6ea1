"""Together with what? Two indicators against each other, place by place."""

from ui import frame, relacao

frame.page("relacao", relacao.body)

"""Who owes what by when? The action plan and what was said of it."""

from ui.frame import page as frame
from ui.views import execucao

frame.page("execucao", execucao.body)

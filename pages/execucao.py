"""Who owes what by when? The action plan and what was said of it."""

from ui import execucao, frame

frame.page("execucao", execucao.body)

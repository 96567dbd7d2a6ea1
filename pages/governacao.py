"""Who meets, who reports, and when?"""

from ui import frame, governacao

frame.page("governacao", governacao.body)

"""What serves which objective and recommendation?"""

from ui import frame, objetivos

frame.page("objetivos", objetivos.body)

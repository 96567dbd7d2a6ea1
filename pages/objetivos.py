"""What serves which objective and recommendation?"""

from ui.frame import page as frame
from ui.views import objetivos

frame.page("objetivos", objetivos.body)

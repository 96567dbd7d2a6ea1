"""What do urban platforms tell now, and how old is it?"""

from ui.frame import page as frame
from ui.views import ao_vivo

frame.page("ao_vivo", ao_vivo.body)

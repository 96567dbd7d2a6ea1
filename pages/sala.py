"""What do the screens of the operations room show, and which displays are let in?"""

from ui.frame import page as frame
from ui.views import sala

frame.page("sala", sala.body)

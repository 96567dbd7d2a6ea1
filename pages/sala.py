"""What do the screens of the operations room show, and which displays are let in?"""

from ui import frame, sala

frame.page("sala", sala.body)

"""What do urban platforms tell now, and how old is it?"""

from ui import ao_vivo, frame

frame.page("ao_vivo", ao_vivo.body)

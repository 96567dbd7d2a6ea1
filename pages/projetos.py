"""What do municipalities, CIM and AM do for the recommendations?"""

from ui.frame import page as frame
from ui.views import projetos

frame.page("projetos", projetos.body)

"""What do municipalities, CIM and AM do for the recommendations?"""

from ui import frame, projetos

frame.page("projetos", projetos.body)

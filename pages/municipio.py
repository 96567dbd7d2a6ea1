"""What is this place like, beside its region and the country? Every indicator of one município."""

from ui import frame, municipio

frame.page("municipio", municipio.body)

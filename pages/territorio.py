"""What is this place like, beside its region and the country? Every indicator of one place, at any level."""

from ui import frame, territorio

frame.page("territorio", territorio.body)

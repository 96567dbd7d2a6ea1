"""What is this place like, beside its region and the country? Every indicator of one place, at any level; and its
report.
"""

from show.texts import t
from ui.data.context import Context
from ui.frame import page as frame
from ui.views import report_buttons as offers
from ui.views import territorio


def body(context: Context) -> None:
    """The profile, and below it the report of the same place."""
    place_id = territorio.body(context)
    store, today, name = context.store, context.today, context.territories[place_id].name

    def make(form: str) -> bytes:
        from reports import WRITERS, place  # here: a page need not wait for what sets type

        return WRITERS[form](place.of_territory(store, place_id, today))

    offers.draw(
        context,
        [
            offers.Offer(
                t("reports.territory", context.lang, name=name), f"enti-territorio-{place_id.replace(':', '-')}", make
            )
        ],
    )


frame.page("territorio", body)

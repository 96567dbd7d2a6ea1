"""Who meets, who reports, and when? And the reports themselves, to take away."""

from show.texts import t
from ui.data.context import Context
from ui.frame import page as frame
from ui.views import governacao
from ui.views import report_buttons as offers


def body(context: Context) -> None:
    """The page, and below it the annual report of the last whole year and the mid-term review."""
    governacao.body(context)
    year, store, today = context.today.year - 1, context.store, context.today

    def annual(form: str) -> bytes:
        from reports import WRITERS, whole  # here: a page need not wait for what sets type

        return WRITERS[form](whole.annual(store, year, today))

    def interim(form: str) -> bytes:
        from reports import WRITERS, whole

        return WRITERS[form](whole.interim(store, 2026, today))

    offers.draw(
        context,
        [
            offers.Offer(t("reports.annual", context.lang, year=year), f"enti-relatorio-anual-{year}", annual),
            offers.Offer(t("reports.interim", context.lang), "enti-balanco-intercalar-2026", interim),
        ],
    )


frame.page("governacao", body)

"""Landing page and entry point: `streamlit run app.py`. How do the six domains stand, and how much do we know?"""

from core.warehouse import queries
from ui.frame import page as frame
from ui.kit import dom
from ui.views import visao_geral as overview


def body(context: frame.Context) -> None:
    """Question, one answering sentence, the six domains."""
    status = queries.status(context.store, context.catalogue, context.today)
    tree = overview.page(context, status)
    frame.nav(dom.draw(tree, key="overview", lang=context.lang))


frame.page("visao_geral", body)

"""Landing page and entry point: `streamlit run app.py`. How do the six domains stand, and how much do we know?"""

from core.warehouse import queries
from ui.data.context import Context
from ui.frame import page as frame
from ui.frame.routes import nav
from ui.kit import dom
from ui.views import visao_geral as overview


def body(context: Context) -> None:
    """Question, one answering sentence, the six domains."""
    status = queries.status(context.store, context.catalogue, context.today)
    tree = overview.page(context, status)
    nav(dom.draw(tree, key="overview", lang=context.lang))


frame.page("visao_geral", body)

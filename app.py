"""Landing page and entry point: `streamlit run app.py`. The door of ui/views/visao_geral.py."""

from ui.frame import page

page.show("visao_geral")

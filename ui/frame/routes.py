"""The pages there are, their addresses, and the way from one to another."""

from typing import Final

from ui.kit import state

# id -> (script, menu section); the id is also the page's address, and `nav.<id>` its name.
PAGES: Final[dict[str, tuple[str, str]]] = {
    "visao_geral": ("app.py", "synthesis"),
    "sintese": ("pages/sintese.py", "steer"),
    "progresso": ("pages/progresso.py", "steer"),
    "veredicto": ("pages/veredicto.py", ""),
    "execucao": ("pages/execucao.py", "steer"),
    "objetivos": ("pages/objetivos.py", "steer"),
    "projetos": ("pages/projetos.py", "steer"),
    "governacao": ("pages/governacao.py", "steer"),
    "dominio": ("pages/dominio.py", "explore"),
    "indicador": ("pages/indicador.py", "explore"),
    "territorio": ("pages/territorio.py", "explore"),
    "comparar": ("pages/comparar.py", "explore"),
    "semelhantes": ("pages/semelhantes.py", "explore"),
    "relacao": ("pages/relacao.py", "explore"),
    "dados": ("pages/dados.py", "explore"),
    "alertas": ("pages/alertas.py", "room"),
    "ao_vivo": ("pages/ao_vivo.py", "room"),
    "sala": ("pages/sala.py", "room"),
    "lacunas": ("pages/lacunas.py", "system"),
    "estado": ("pages/estado.py", "system"),
    "acessibilidade": ("pages/acessibilidade.py", "system"),
}
ADDRESSES: Final = {("" if script == "app.py" else name): script for name, (script, _) in PAGES.items()}


def nav(link: str | None) -> None:
    """Follow a link that a component reported."""
    state.follow(link, ADDRESSES)

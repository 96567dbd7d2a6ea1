"""The pages there are, their addresses, and the way from one to another."""

from collections.abc import Callable, Mapping
from typing import Final

from core.base.errors import DeclarationError
from core.base.paths import ROOT
from core.base.registry import Declaration, Refused, Registry
from core.base.typed import Text
from ui.data.context import Context
from ui.kit import state

ENTRY: Final = "visao_geral"  # the page that app.py is
# Addresses that the server answers itself before any page: the wall's, and Streamlit's own.
RESERVED: Final = frozenset(
    {"parede", "healthz", "readyz", "metrics", "app", "auth", "component", "media", "oauth2callback", "static"}
)
# Headings of the menu, in its order. A page of none is reached from marks and search.
SECTIONS: Final = {
    "synthesis": Text(pt="Síntese", en="Overview"),
    "steer": Text(pt="Decidir", en="Steer"),
    "heard": Text(pt="Ouvir", en="Hear"),
    "explore": Text(pt="Explorar", en="Explore"),
    "room": Text(pt="Sala de operações", en="Operations room"),
    "people": Text(pt="Participar", en="Take part"),
    "system": Text(pt="Sistema", en="System"),
    "": Text(pt="Outras", en="Others"),
}


WITH_ACCOUNTS: Final = frozenset({"people"})  # sections of which nobody reads who cannot sign in


class Page(Declaration):
    """A page: `PAGE` of its module in ui/views. `id` is its address too; `order`: its place in its section of the menu.

    `description`: the question it answers, as README says it. `also`: other words for it, with commas between, that
    search knows. `body` draws it inside the frame.
    """

    section: str
    order: int
    description: Text
    also: Text | None = None
    body: Callable[[Context], None]

    def model_post_init(self, _: object) -> None:
        """A section that is not in SECTIONS would leave the page out of the menu without a word; an address that is
        taken, out of reach.
        """
        if self.id in RESERVED:
            raise ValueError(f"id: /{self.id} não chega a página nenhuma, é do próprio servidor")
        if self.section not in SECTIONS:
            raise ValueError(f"section: não há «{self.section}»; há {', '.join(map(repr, SECTIONS))}")

    @property
    def script(self) -> str:
        """The file that Streamlit runs for it, from the root of the project."""
        return "app.py" if self.id == ENTRY else f"pages/{self.id}.py"


REGISTRY: Final = Registry("página", Page, "ui.views", "PAGE")


def pages() -> Mapping[str, Page]:
    """The pages that can be opened, by id, in the order of the menu."""
    order = list(SECTIONS)
    found = sorted(REGISTRY.all.values(), key=lambda p: (order.index(p.section), p.order, p.id))
    return {p.id: p for p in found if (ROOT / p.script).exists()}


def refused() -> tuple[Refused, ...]:
    """Pages that cannot, with why: those that their declaration refuses, and those without a door."""
    doorless = [
        Refused(
            p.id,
            f"ui/views/{p.id}.py",
            DeclarationError(
                f"A página «{p.id}» não tem porta.",
                where=p.script,
                cure=f"«make new-page NAME={p.id}» escreve a que falta, sem tocar no resto.",
            ),
        )
        for p in REGISTRY.all.values()
        if not (ROOT / p.script).exists()
    ]
    return (*REGISTRY.refused, *doorless, *_empty())


def _empty() -> list[Refused]:
    """Doors that lead to no page, though nothing was refused there."""
    doors = {ENTRY: "app.py"} | {p.stem: f"pages/{p.name}" for p in sorted((ROOT / "pages").glob("*.py"))}
    known = {*REGISTRY.all, *REGISTRY.unread}
    return [
        Refused(
            name,
            f"ui/views/{name}.py",
            DeclarationError(
                f"A porta {door} não dá para página nenhuma.",
                where=f"ui/views/{name}.py",
                cure=f"pôr nesse ficheiro PAGE = Page(…), com o id «{name}», ou apagar a porta.",
            ),
        )
        for name, door in doors.items()
        if name not in known
    ]


def addresses() -> dict[str, str]:
    """Script by address; the entry's address is empty."""
    return {("" if p.id == ENTRY else p.id): p.script for p in pages().values()}


def nav(link: str | None) -> None:
    """Follow a link that a component reported."""
    state.follow(link, addresses())

"""Which urban platforms (PGU) are connected: plataformas.yaml, typed and checked. A file of that name in the data
folder counts first.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import Field, model_validator

from core.base import disk
from core.base.errors import DeclarationError, FeedError
from core.base.nested import text_of
from core.base.paths import FEEDS, feeds_path
from core.base.typed import Id, Strict, Text, read
from core.room.types import REGISTRY, LiveType

_CURE: Final = "docs/plataformas.md descreve cada chave."


class Feed(Strict):
    """A type of entities of one broker. `shown`: the attribute on the wall's tiles; older than `allowance_minutes` is
    late.

    `token_env`: name of the environment variable that holds the broker's bearer token.
    """

    id: Id
    name: Text
    url: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]
    type: str
    shown: str = Field(min_length=1, max_length=60)
    allowance_minutes: int = Field(120, ge=1, le=44_640)
    tenant: str | None = Field(None, pattern=r"^\w+$")
    context: str | None = Field(None, pattern=r"^https?://")
    token_env: str | None = Field(None, pattern=r"^[A-Z][A-Z0-9_]+$")

    @model_validator(mode="after")
    def _has_a_model(self) -> "Feed":
        if self.type not in REGISTRY.all and self.refused is None:
            raise ValueError(f"não há esquema de «{self.type}»; há {', '.join(REGISTRY.all) or 'nenhum'}")
        return self

    @property
    def refused(self) -> DeclarationError | None:
        """Why nothing of this platform can be taken: the declaration of its type does not serve; else None."""
        return next((r.error for r in REGISTRY.refused if r.id == self.type), None)

    @property
    def kind(self) -> LiveType:
        """The declaration of its type; DeclarationError where it was refused."""
        return REGISTRY[self.type]

    def called(self, what: str, lang: str) -> str:
        """What people call an attribute; its key, where the declaration does not say."""
        kind = REGISTRY.all.get(self.type)
        return kind.attributes[what].get(lang) if kind and what in kind.attributes else what


class _File(Strict):
    feeds: tuple[Feed, ...]

    @model_validator(mode="after")
    def _once(self) -> "_File":
        if len({f.id for f in self.feeds}) < len(self.feeds):
            raise ValueError("há duas plataformas com o mesmo id")
        return self


def parse(text: str, where: str) -> Mapping[str, Feed]:
    """Feeds by id; FeedError names what is wrong."""
    made = read(
        _File,
        text,
        name=where,
        what="nas plataformas",
        error=FeedError,
        cure=_CURE,
        empty="escrever «feeds: []» onde não há plataformas; " + _CURE,
    )
    return {f.id: f for f in made.feeds}


def load() -> Mapping[str, Feed]:
    """The feeds in force, by id; FeedError when the file cannot be read or is wrong."""
    path = feeds_path() if disk.exists(feeds_path()) else FEEDS
    text = text_of(path, FeedError, what="O ficheiro das plataformas não se lê.", cure=f"corrigir o ficheiro; {_CURE}")
    return parse(text, path.name)

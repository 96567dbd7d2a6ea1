"""The sources there are: each declares itself in etl/sources/<id>/query.py, which imports nothing but core.

The catalogue knows that place and no code of the ETL: a source is added by a folder, and one that is declared badly
costs its own questions only.
"""

from typing import Any, Final, Literal, get_args

from pydantic import Field, create_model

from core.base.registry import Declaration, Registry
from core.base.typed import Text
from core.catalogue.limits import Limits
from core.catalogue.model import Source
from core.catalogue.queries import DerivedQuery, Query, Unread


class SourceKind(Declaration):
    """A source with a connector of its own. `citation` begins with «Fonte: »; `check_days`: how often it is worth
    asking for something new; `query`: the model of what a row may ask of it, with `source: Literal[id]`.

    `limits`: where the common ones do not do. Without `home_url` it is a way and no organisation (files that others
    hand in): licence and citation are theirs.
    """

    home_url: str | None = Field(default=None, pattern=r"^https://")
    licence: str = Field(default="", pattern="^$|...")
    citation: str = Field(default="", pattern=r"^$|^Fonte: .")
    check_days: int = Field(default=7, ge=1, le=366)
    query: type[Query]
    limits: Limits | None = None

    def model_post_init(self, _: object) -> None:
        """The question must name this source, or the catalogue could not tell whose it is; and be whole by now."""
        if self.id in get_args(DerivedQuery.model_fields["source"].annotation):
            raise ValueError(f"o id «{self.id}» é da pergunta que a própria carga responde")
        if not (bool(self.home_url) == bool(self.licence) == bool(self.citation)):
            raise ValueError("home_url, licence e citation: ou os três, ou nenhum")
        named = self.query.model_fields["source"].annotation
        if get_args(named) != (self.id,):
            raise ValueError(f'query: {self.query.__name__} tem de ter source: Literal["{self.id}"]')
        self.query.model_rebuild()


REGISTRY: Final = Registry("fonte", SourceKind, "etl.sources", "SOURCE", module="query", every=True)


def models() -> tuple[type[Query], ...]:
    """Every model of a question, those to refused sources last."""
    found: list[type[Query]] = [DerivedQuery, *(s.query for s in REGISTRY.all.values())]
    taken = {name for model in found for name in get_args(model.model_fields["source"].annotation)}
    if refused := tuple(name for name in REGISTRY.unread if name not in taken):
        named: Any = Literal[refused]
        found.append(create_model("Unread", __base__=Unread, source=(named, ...)))
    return tuple(found)


def organisations() -> dict[str, Source]:
    """The sources as the catalogue has them, by id; of a refused one nothing but the id."""
    found = {
        s.id: Source(
            name=s.name,
            home_url=s.home_url,
            licence=s.licence,
            citation=s.citation,
            connector=s.id,
            check_days=s.check_days,
        )
        for s in REGISTRY.all.values()
        if s.home_url
    }
    for id_ in REGISTRY.unread:
        name = Text(pt=id_, en=id_)
        found[id_] = Source(name=name, home_url=None, licence="–", citation=f"Fonte: {id_}", connector=id_)
    return found

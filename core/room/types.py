"""The types of live entities that can be taken: each is a JSON schema in schemas/ that declares itself under `x-enti`.

Adding a type is adding its file: what it is called and what it measures stand beside what is checked, in both
languages. JSON Schema knows no `x-enti`, and leaves it alone.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from pydantic import Field

from core.base import nested
from core.base.paths import SCHEMAS
from core.base.registry import Declaration, Registry, relative
from core.base.typed import Text

_KEY: Final = "x-enti"
# What a reading is made of (etl.live.entities): an entity without one of these is no observation of a station.
_NEEDED: Final = frozenset({"id", "type", "name", "dateObserved", "location", "refPointOfInterest"})


class LiveType(Declaration):
    """A type of entities. `id`: its name, as in NGSI-LD and as the file's; `attributes`: how people call what it
    measures, by key; what is not named there is shown by its key. `shape`: the schema, for key-values.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*$", max_length=60)]
    attributes: Mapping[str, Text] = Field(min_length=1)
    shape: Mapping[str, Any]

    def model_post_init(self, _: object) -> None:
        """A schema that is none, or is of another type, would refuse every entity, or let all of them in."""
        try:
            Draft202012Validator.check_schema(self.shape)
        except SchemaError as error:
            raise ValueError(f"{'.'.join(map(str, error.path)) or 'esquema'}: {error.message[:120]}") from error
        known = self.shape.get("properties", {})
        if known.get("type", {}).get("const") != self.id:
            raise ValueError(f'properties.type tem de ser {{"const": "{self.id}"}}, o nome do ficheiro')
        if missing := sorted(_NEEDED - set(self.shape.get("required", ()))):
            raise ValueError(f"required: falta {', '.join(missing)}")
        if unknown := sorted(set(self.attributes) - set(known)):
            raise ValueError(f"attributes: não está em properties: {', '.join(unknown)}")


class _Schemas(Registry[LiveType]):
    """The files of schemas/, which are read and not imported."""

    def _places(self) -> Iterator[tuple[str, str, Callable[[], tuple[LiveType, ...]]]]:
        for path in sorted(SCHEMAS.glob("*.json")):
            yield path.stem, relative(path), partial(self._read_from, path)

    def _read_from(self, path: Path) -> tuple[LiveType, ...]:
        shape = nested.of_json(path.read_bytes())
        if not isinstance(shape, dict) or not isinstance(shape.get(self.attribute), dict):
            raise ValueError(f"falta {self.attribute}, com name e attributes")
        return (LiveType.model_validate(shape[self.attribute] | {"id": path.stem, "shape": shape}),)


REGISTRY: Final = _Schemas("tipo de dados ao vivo", LiveType, "schemas", _KEY)

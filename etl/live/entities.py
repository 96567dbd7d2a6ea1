"""NGSI-LD entities in any of their forms, validated and made into readings. Nothing here asks the network.

Forms (ETSI GS CIM 009, 4.5): normalized, concise and key-values, and mixtures; an attribute's metadata is kept apart.
Schemas are those of core.room.types; `$ref` to other hosts is never followed.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from jsonschema import Draft202012Validator

from core.base import nested
from core.room.feeds import Feed
from core.room.live import Reading
from core.room.types import REGISTRY

AHEAD: Final = timedelta(minutes=10)  # clocks differ; what is further in the future is wrong
_WRAPPED: Final = {
    "Property": "value",
    "GeoProperty": "value",
    "Relationship": "object",
    "LanguageProperty": "languageMap",
    "VocabProperty": "vocab",
    "JsonProperty": "json",
    "ListProperty": "valueList",
}
_KEPT: Final = 300
_ATTRIBUTES: Final = 500
# What an entity of an unthought-of form raises, in a schema or in what is made of it: it costs that entity only.
_FAULTS: Final = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
Locate = Callable[[str, float, float], str | None]  # id, latitude, longitude → DICO


def key_values(entity: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """An entity as plain attribute → value, and the unit codes that came with them; ValueError for what is no
    entity.
    """
    if not isinstance(entity, Mapping) or not isinstance(entity.get("id"), str):
        raise ValueError("não é uma entidade NGSI-LD: falta o id")
    values: dict[str, Any] = {}
    units: dict[str, str] = {}
    for name, given in entity.items():
        if name == "@context":
            continue
        if name in ("id", "type"):
            values[name] = given[0] if isinstance(given, list) and len(given) == 1 else given
            continue
        values[name] = _plain(given)
        if isinstance(given, Mapping) and isinstance(given.get("unitCode"), str):
            units[name] = given["unitCode"]
    return values, units


def _plain(given: Any) -> Any:
    """The value of an attribute, whichever way it is wrapped; of several (datasetId) the first."""
    if (
        isinstance(given, list)
        and given
        and all(isinstance(g, Mapping) and ("value" in g or "object" in g) for g in given)
    ):
        return _plain(given[0])
    if not isinstance(given, Mapping):
        return given
    wrapped = _WRAPPED.get(str(given.get("type")))
    for key in (wrapped, "value", "object"):
        if key is not None and key in given:
            return _plain(given[key]) if key == "value" else given[key]
    return given.get("@value", given)


@lru_cache(maxsize=32)
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(REGISTRY[kind].shape)


def reading(entity: Mapping[str, Any], feed: Feed, now: datetime, locate: Locate) -> Reading:
    """One entity as a reading of its station; ValueError saying what is wrong with it.

    The municipality is that in which the point lies, never the one that the address names.
    """
    if nested.deeper(entity, nested.DEPTH) or (isinstance(entity, Mapping) and len(entity) > _ATTRIBUTES):
        raise ValueError(f"tem listas dentro de listas a mais, ou mais de {_ATTRIBUTES} atributos")
    values, units = key_values(entity)
    if not all(_fits(str(values.get(k))) for k in ("id", "name", "refPointOfInterest")):
        raise ValueError("id, name ou refPointOfInterest são compridos demais, ou têm letras que não se podem guardar")
    if not all(map(_fits, (*values, *units.values()))):  # a figure without its name or its unit is another
        raise ValueError("um atributo tem nome ou unidade compridos demais, ou com letras que não se podem guardar")
    wrong = sorted(_validator(feed.type).iter_errors(values), key=lambda e: [str(p) for p in e.path])
    if wrong:
        raise ValueError("; ".join(f"{'.'.join(map(str, e.path)) or 'entidade'}: {e.message[:120]}" for e in wrong[:4]))
    at = _moment(str(values["dateObserved"]))
    if at > now + AHEAD:
        raise ValueError(f"dateObserved: {at.isoformat()} ainda não chegou")
    point = values["location"]["coordinates"]
    told = {k: v for k, v in values.items() if _keeps(v)}
    station = values["refPointOfInterest"]
    station = str(station[0] if isinstance(station, list) else station)
    return Reading(feed.id, station, str(values["name"]), locate(station, point[1], point[0]), at, told, units)


def _keeps(value: Any) -> bool:
    """Whether a value is kept: finite numbers and short texts."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    if isinstance(value, str):
        return _fits(value)
    return abs(value) < 1e15  # not of NaN; and a whole number too large for a float is compared all the same


def _fits(text: str) -> bool:
    return len(text) <= _KEPT and nested.writable(text)


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"dateObserved: «{text[:40]}» não é um instante ISO 8601") from None
    if at.tzinfo is None:
        raise ValueError(f"dateObserved: «{text[:40]}» não diz o fuso")
    if not 1900 < at.year < 9999:  # what lies at the end of the calendar has no moment in UTC
        raise ValueError(f"dateObserved: «{text[:40]}» não é um instante de que se possa ter observado")
    return at.astimezone(UTC)


def readings(
    entities: Iterable[Any], feed: Feed, now: datetime, locate: Locate
) -> tuple[list[Reading], list[tuple[str, str]]]:
    """Those that are valid; and of the others the id and what is wrong. Entities of another type are wrong too.

    Raises DeclarationError where the type of the platform was refused.
    """
    good: list[Reading] = []
    bad: list[tuple[str, str]] = []
    for entity in entities:
        try:
            good.append(reading(entity, feed, now, locate))
        except _FAULTS as error:
            name = str(entity.get("id", "?")) if isinstance(entity, Mapping) else "?"
            why = str(error) if isinstance(error, ValueError) else f"não se lê ({type(error).__name__}: {error})"
            bad.append((_plainly(name), _plainly(why)))
    return good, bad


def _plainly(text: str) -> str:
    """What came from outside, short and fit to be written."""
    return text[:_KEPT].encode("utf-8", "replace").decode()

"""What is typed and written by hand: strict models, the small types they share, and how a file of
them is read (core.base.nested reads YAML).

A file of ours is read by `read`; whatever is wrong with it is one error that names every fault with its place.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from core.base import nested
from core.base.errors import EntiError

_ID: Final = r"^[a-z][a-z0-9_]*$"
_SHOWN: Final = 8  # faults that are named; the rest is counted
_M = TypeVar("_M", bound=BaseModel)

NutsVersion = Literal["2013", "2024"]
Id = Annotated[str, Field(pattern=_ID, max_length=60)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]  # spaces say nothing


class Strict(BaseModel):
    """No unknown keys, no silent coercion of numbers to text."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in both languages of the screen."""

    pt: Said
    en: Said

    def get(self, lang: str) -> str:
        """The text in `lang` (`pt` or `en`)."""
        return self.en if lang == "en" else self.pt


def _by_id(entry: Mapping[str, Any]) -> str:
    return f"«{name}»" if (name := entry.get("id") or entry.get("source")) else ""


def read(
    model: type[_M],
    text: str,
    *,
    name: str,
    what: str,
    error: type[EntiError],
    cure: str,
    empty: str = "repor o ficheiro a partir do git.",
    context: Mapping[str, Any] | None = None,
    leave: str = "",
    entry: Callable[[Mapping[str, Any]], str] = _by_id,
) -> _M:
    """A YAML text as a `model`, checked.

    `what` says in which (`no catálogo`, `nas regras dos alertas`) and `name` where the text stands; `cure` is what
    helps to mend it, `empty` what to do with a text without keys. `context` goes to the model's validators; the key
    `leave` is not read; `entry` names an entry of a list. Raises `error` with every fault, eight of them in full.
    """
    try:
        raw = nested.of_yaml(text)
    except nested.Malformed as fault:
        raise error(
            f"O ficheiro não é YAML válido: {fault}.", where=name, cure=f"corrigir a linha indicada; {cure}"
        ) from fault
    if not isinstance(raw, dict):
        raise error("O ficheiro está vazio, ou não tem chaves.", where=name, cure=empty)
    raw.pop(leave, None)
    try:
        return model.model_validate(raw, context=dict(context or {}))
    except ValidationError as fault:
        said = _listed(fault, raw, entry)
        later = " Uma chave que não existe pode ser de uma versão mais nova do código (docs/atualizar.md)."
        raise error(
            f"Há {len(said)} {'erro' if len(said) == 1 else 'erros'} {what}: {_joined(said)}.",
            where=name,
            cure=f"corrigir os campos indicados; {cure}{later if _unknown(fault) else ''}",
        ) from fault


def _unknown(error: ValidationError) -> bool:
    return any(e["type"] == "extra_forbidden" for e in error.errors(include_url=False, include_input=False))


def faults(error: ValidationError, raw: object = None, *, head: str = "") -> str:
    """What is wrong, each fault as `list[n] «id» › field: what`, eight at most. `raw`: what was validated, where there
    is one; `head`: what it was part of.
    """
    return _joined(_listed(error, raw, _by_id, head))


def _listed(
    error: ValidationError, raw: object, entry: Callable[[Mapping[str, Any]], str], head: str = ""
) -> list[str]:
    found = error.errors(include_url=False)
    locs = [e["loc"] for e in found]
    # Entries that are wrong pydantic does not count: their list is no shorter for that.
    true = [e for e in found if e["type"] != "too_short" or not any(p[: len(e["loc"])] == e["loc"] != p for p in locs)]
    places = [" › ".join(filter(None, (head, _place(e, raw, entry)))) for e in true]
    return [": ".join(filter(None, (place, _said(e)))) for place, e in zip(places, true, strict=True)]


def _joined(said: list[str]) -> str:
    return "; ".join(said[:_SHOWN]) + (f" (e mais {len(said) - _SHOWN})" if len(said) > _SHOWN else "")


def _place(fault: Any, raw: object, entry: Callable[[Mapping[str, Any]], str]) -> str:
    """Where a fault stands. Pydantic's place names, besides keys and indices, the member of a union that it chose: what
    is no step into the data is left out.
    """
    return " › ".join(_steps(fault["loc"], raw, fault["type"] in ("missing", "invalid_key"), entry))


def _steps(
    path: tuple[int | str, ...], raw: object, absent: bool, entry: Callable[[Mapping[str, Any]], str]
) -> Iterator[str]:
    """The place's parts; `absent`: the last names what is not there."""
    head = ""
    for n, step in enumerate(path, 1):
        known = isinstance(step, int) if isinstance(raw, list | tuple) else isinstance(raw, dict) and step in raw
        if raw is not None and not known and not (absent and n == len(path)):
            continue
        inner = raw[step] if known else None  # type: ignore[index]
        if isinstance(step, int):
            name = entry(inner) if isinstance(inner, Mapping) else ""
            head = f"{head}[{step}]{' ' if name else ''}{name}"
        else:
            if head:
                yield head
            head = step
        raw = inner
    if head:
        yield head


# Pydantic's complaints in our words, by its names for them; blanks are filled from what it says beside.
_WORDS: Final = {
    "missing": "falta",
    "extra_forbidden": "não existe",
    "invalid_key": "a chave tem de ser texto",
    "none_required": "tem de ficar vazio (null)",
    "model_type": "tem de ser um bloco de chaves e valores",
    "model_attributes_type": "tem de ser um bloco de chaves e valores",
    "mapping_type": "tem de ser um bloco de chaves e valores",
    "dict_type": "tem de ser um bloco de chaves e valores",
    "tuple_type": "tem de ser uma lista",
    "list_type": "tem de ser uma lista",
    "set_type": "tem de ser uma lista",
    "frozen_set_type": "tem de ser uma lista",
    "iterable_type": "tem de ser uma lista",
    "too_short": "precisa de {min_length} ou mais",
    "too_long": "são demais: {max_length} no máximo",
    "string_type": "tem de ser texto",
    "string_unicode": "tem letras que não são UTF-8",
    "string_too_short": "é curto demais: {min_length} ou mais letras",
    "string_too_long": "é comprido demais: {max_length} letras no máximo",
    "string_pattern_mismatch": "não tem a forma {pattern}",
    "int_type": "tem de ser um número inteiro",
    "int_parsing": "tem de ser um número inteiro",
    "int_parsing_size": "tem de ser um número inteiro",
    "int_from_float": "tem de ser um número inteiro",
    "float_type": "tem de ser um número",
    "float_parsing": "tem de ser um número",
    "finite_number": "tem de ser um número finito",
    "bool_type": "tem de ser true ou false",
    "bool_parsing": "tem de ser true ou false",
    "date_type": "tem de ser uma data, como 2026-09-30",
    "date_parsing": "tem de ser uma data, como 2026-09-30",
    "date_from_datetime_parsing": "tem de ser uma data, como 2026-09-30",
    "date_from_datetime_inexact": "tem de ser uma data sem horas, como 2026-09-30",
    "date_past": "tem de ser um dia que já passou",
    "date_future": "tem de ser um dia que há de vir",
    "datetime_type": "tem de ser um instante, como 2026-09-30T10:00:00Z",
    "datetime_parsing": "tem de ser um instante, como 2026-09-30T10:00:00Z",
    "datetime_from_date_parsing": "tem de ser um instante, como 2026-09-30T10:00:00Z",
    "timezone_aware": "tem de dizer o fuso, como 2026-09-30T10:00:00Z",
    "literal_error": "tem de ser {expected}",
    "enum": "tem de ser {expected}",
    "union_tag_invalid": "{discriminator} não pode ser «{tag}»; há {expected_tags}",
    "union_tag_not_found": "falta {discriminator}",
    "less_than": "tem de ser menor do que {lt}",
    "multiple_of": "tem de ser múltiplo de {multiple_of}",
    "greater_than": "tem de ser maior do que {gt}",
    "greater_than_equal": "não pode ser menor do que {ge}",
    "less_than_equal": "não pode ser maior do que {le}",
    "url_type": "tem de ser um endereço",
    "url_parsing": "tem de ser um endereço",
    "url_scheme": "tem de ser um endereço que comece por {expected_schemes}",
    "callable_type": "tem de ser uma função",
    "is_instance_of": "tem de ser {class}(…)",
    "is_subclass_of": "tem de ser uma classe derivada de {class}",
    "value_error": "{error}",
    "assertion_error": "{error}",
}


def _said(fault: Any) -> str:
    kind, about = fault["type"], fault.get("ctx", {})
    if kind in ("too_short", "string_too_short") and about["min_length"] == 1:
        return "não pode ficar vazio"
    if kind == "string_pattern_mismatch" and about["pattern"] == _ID:
        return "só letras minúsculas sem acento, algarismos e _, a começar por letra"
    if kind in ("literal_error", "enum"):
        about = {"expected": str(about["expected"]).replace(" or ", " ou ")}
    return _WORDS.get(kind, "não serve ({kind})").format(**{"kind": kind} | about)

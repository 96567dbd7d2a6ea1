"""How SG MAI writes election results: its files read into plain figures. Pure functions of stored bytes.

Nothing here is documented by the source. Names of keys come from public code that reads these files; what is
accepted stands in the tables below, and anything else is SourceShapeChanged.
"""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from core.base import nested
from core.base.errors import DuplicateKey, SourceNotData, SourceShapeChanged, SourceTruncated
from core.terms.formats import exact
from core.terms.territory import Territories, Territory
from etl.fetch.model import Raw

LISTED: Final = 20  # places named in one message
ROOT_ID: Final = "1"  # the country, in the 2025 tree

# Names MAI has used for the same thing: municipal and later elections first, the 2019 sites second.
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "rate": ("percentageVoters", "votersPercentage"),
    "voters": ("numberVoters", "totalVoters"),
    "registered": ("subscribedVoters",),
}
NODE_ID: Final = ("id", "territoryId")
_NODE: Final = re.compile(r"[0-9]{1,20}")
NODE_NAME: Final = ("descriptionShort", "name", "territoryName")
NODE_CHILDREN: Final = ("children", "territories")
PUBLICO: Final = {"rate": "voters_pct", "voters": "votes", "registered": "subscribers"}
PUBLICO_FINAL: Final = "Resultados Apurados"
# MAI groups the islands by autonomous region, our table by island; the first digit of the DICO tells the region.
REGIONS: Final = {"3": ("madeira", "região autónoma da madeira"), "4": ("açores", "região autónoma dos açores")}


@dataclass(frozen=True)
class Result:
    """What one municipality's answer says: persons, persons, %. `final` is False while counting goes on."""

    voters: float
    registered: float
    rate: float
    final: bool = True

    def impossible(self) -> str | None:
        """Why these figures cannot be true, in words; None if they can."""
        if self.voters < 0 or self.registered <= 0:
            return f"votantes {exact(self.voters)}, inscritos {exact(self.registered)}"
        if not (self.voters.is_integer() and self.registered.is_integer()):
            return f"pessoas que não são números inteiros ({exact(self.voters)}; {exact(self.registered)})"
        if self.voters > self.registered:
            return f"mais votantes ({exact(self.voters)}) do que inscritos ({exact(self.registered)})"
        return None if 0 <= self.rate <= 100 else f"taxa de {exact(self.rate)} %"

    def rate_gap(self) -> float:
        """Distance between the published rate and voters / registered, in percentage points."""
        return abs(self.rate - 100 * self.voters / self.registered)


@dataclass(frozen=True)
class Node:
    """A territory of the 2025 tree; `children` is empty when they stand in a file of their own."""

    id: str
    name: str
    children: tuple["Node", ...] = ()


def from_2021(raws: Iterable[Raw]) -> dict[str, Result | None]:
    """Result by DICO from files named `2021-CM-{DICO}`; `territoryKey`, where given, must be that DICO's.

    `previousResults` (2017) is left alone: a query asks one election.
    """
    results: dict[str, Result | None] = {}
    for raw in raws:
        dico = raw.name.removeprefix("2021-CM-")
        body = _object(_json(raw), raw)
        key = body.get("territoryKey", f"LOCAL-{dico}00")
        if key != f"LOCAL-{dico}00":
            raise _changed(raw, f"pediu-se o município {dico} e veio «{key}»")
        results[dico] = _result(body, raw)
    return results


def from_2025(raws: Iterable[Raw], territories: Territories) -> dict[str, Result | None]:
    """Result by DICO from `2025-tree-{id}` and `2025-CM-{id}`; None for a municipality without file."""
    by_name = {raw.name: raw for raw in raws}
    ids = match(municipal([r for n, r in by_name.items() if n.startswith("2025-tree-")]), territories)
    results: dict[str, Result | None] = {}
    for node_id, dico in ids.items():
        raw = by_name.get(f"2025-CM-{node_id}")
        results[dico] = _enveloped(raw) if raw else None
    return results


def _enveloped(raw: Raw) -> Result | None:
    """The result inside the `data` envelope of 2025; `data: null` says that there is none."""
    body = _object(_json(raw), raw)
    if "data" not in body:
        raise _changed(raw, "falta «data»")
    return None if body["data"] is None else _result(_object(body["data"], raw), raw)


def _result(body: Mapping[str, Any], raw: Raw) -> Result | None:
    """The current election's figures; None where the source says that there are none."""
    if "currentResults" not in body:
        raise _changed(raw, "falta «currentResults»")
    if body["currentResults"] is None:
        return None
    current = _object(body["currentResults"], raw)
    if current.get("hasNoVoting") is True:
        return None
    voters, registered, rate = (_number(current, ALIASES[m], raw) for m in ("voters", "registered", "rate"))
    return Result(voters, registered, rate)


def _number(current: Mapping[str, Any], names: tuple[str, ...], raw: Raw) -> float:
    values = {name: current[name] for name in names if name in current}
    if not values:
        raise _changed(raw, f"falta «{names[0]}»")
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _changed(raw, f"«{name}» devia ser um número e é {value!r}")
    if len(set(values.values())) > 1:
        raise _changed(raw, f"{' e '.join(values)} dizem coisas diferentes")
    return float(next(iter(values.values())))


def from_publico(raw: Raw, year: int) -> dict[str, Result | None]:
    """Result by DICO from PÚBLICO's table; None for a row whose three figures are empty."""
    reader = csv.DictReader(io.StringIO(_text(raw), newline=""))
    needed = {"territory_code", "organ", "election_date", "state", *PUBLICO.values()}
    if absent := sorted(needed - set(reader.fieldnames or ())):
        raise _changed(raw, f"faltam as colunas {', '.join(absent)}")
    results: dict[str, Result | None] = {}
    for row in reader:
        if None in row.values():
            raise SourceTruncated(
                f"A linha {reader.line_num} está incompleta.", where=_where(raw), cure="gravar de novo o ficheiro."
            )
        code = row["territory_code"].strip()
        dico = code.zfill(4) if code.isdigit() else code  # a spreadsheet drops the leading zero
        if row["organ"] != "CM" or not row["election_date"].startswith(f"{year}-"):
            raise _changed(raw, f"a linha {reader.line_num} não é da câmara municipal em {year}")
        if dico in results:
            raise DuplicateKey(f"O município {dico} está repetido.", where=_where(raw), cure="rever o ficheiro.")
        figures = {measure: row[column].strip() for measure, column in PUBLICO.items()}
        try:
            numbers = {measure: float(text) for measure, text in figures.items()} if any(figures.values()) else None
        except ValueError as error:
            raise _changed(raw, f"a linha {reader.line_num} tem texto em vez de números") from error
        results[dico] = Result(**numbers, final=row["state"] == PUBLICO_FINAL) if numbers else None
    return results


def nodes(raw: Raw) -> list[Node]:
    """The children that a tree file lists for its territory."""
    body = _json(raw)
    if isinstance(body, dict) and "data" in body:
        body = body["data"]
    if isinstance(body, dict):
        body = _first(body, NODE_CHILDREN, raw)
    return [_node(item, raw) for item in _list(body, raw)]


def _node(item: Any, raw: Raw) -> Node:
    item = _object(item, raw)
    node_id, name = _first(item, NODE_ID, raw), _first(item, NODE_NAME, raw)
    # The id becomes part of an address and of a file name: nothing but digits may pass, and no more than serve there.
    if isinstance(node_id, bool) or not _NODE.fullmatch(str(node_id)):
        raise _changed(raw, f"identificador de território inesperado: {str(node_id)[:40]!r}")
    if not isinstance(name, str):
        raise _changed(raw, f"nome de território inesperado: {name!r}")
    nested: Any = next((item[key] for key in NODE_CHILDREN if item.get(key)), [])
    return Node(str(node_id), name, tuple(_node(child, raw) for child in _list(nested, raw)))


def municipal(trees: Iterable[Raw]) -> list[tuple[Node, str]]:
    """Municipalities of the tree with the name of their district; parishes below are left alone."""
    by_id = {raw.name.removeprefix("2025-tree-"): raw for raw in trees}
    if ROOT_ID not in by_id:
        raise SourceShapeChanged("Falta a árvore de territórios de 2025.", where="mai", cure="voltar a pedi-la.")
    found = []
    for district in nodes(by_id[ROOT_ID]):
        if not district.children and district.id not in by_id:
            raise _changed(by_id[ROOT_ID], f"falta o ficheiro dos municípios de {district.name}")
        below = district.children or nodes(by_id[district.id])
        found += [(node, district.name) for node in below]
    return found


def match(listed: Iterable[tuple[Node, str]], territories: Territories) -> dict[str, str]:
    """DICO by MAI's territory id, from (municipality, name of its district).

    The only place where a name decides. Letter case and spacing are forgiven, nothing else: a pair that is
    not in our table raises SourceShapeChanged naming it; two ids for one municipality raise DuplicateKey.
    """
    table = {(group, _fold(m.name)): m.id for m in territories.municipalities for group in _groups(m)}
    pairs: dict[str, str] = {}
    unknown: list[str] = []
    for node, district in listed:
        dico = table.get((_fold(district), _fold(node.name)))
        if dico is None:
            unknown.append(f"{node.name} ({district}, id {node.id})")
        elif dico in pairs.values() or node.id in pairs:
            raise DuplicateKey(
                f"Dois identificadores do MAI para {dico} ({node.name}).", where="mai", cure="rever a árvore."
            )
        else:
            pairs[node.id] = dico
    if unknown:
        more = f" e mais {len(unknown) - LISTED}" if len(unknown) > LISTED else ""
        raise SourceShapeChanged(
            f"{len(unknown)} território(s) do MAI sem município correspondente: {'; '.join(unknown[:LISTED])}{more}.",
            where="mai, árvore de territórios de 2025",
            cure="comparar os nomes com geo/municipios.csv.",
        )
    return pairs


def _groups(place: Territory) -> tuple[str, ...]:
    """Names under which MAI may list a municipality: its district, or its autonomous region."""
    return (_fold(place.district or ""), *REGIONS.get(place.id[0], ()))


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _first(item: Mapping[str, Any], keys: tuple[str, ...], raw: Raw) -> Any:
    for key in keys:
        if key in item:
            return item[key]
    raise _changed(raw, f"falta {' ou '.join(f'«{key}»' for key in keys)}")


def _object(value: Any, raw: Raw) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _changed(raw, f"esperava-se um objeto e veio {type(value).__name__}")
    return value


def _list(value: Any, raw: Raw) -> list[Any]:
    if not isinstance(value, list):
        raise _changed(raw, f"esperava-se uma lista e veio {type(value).__name__}")
    return value


def _text(raw: Raw) -> str:
    try:
        return raw.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceNotData("O ficheiro não está em UTF-8.", where=_where(raw), cure="abrir o endereço.") from error


def _json(raw: Raw) -> Any:
    text = _text(raw).rstrip()
    try:
        return nested.of_json(text, nan=True)
    except nested.Malformed as error:
        where = _where(raw)
        if error.at >= len(text) or str(error).startswith("Unterminated") or text[-1:] not in "}]":
            raise SourceTruncated("O JSON termina antes do fim.", where=where, cure="tentar mais tarde.") from error
        raise SourceNotData(f"JSON inválido ({error}).", where=where, cure="abrir o endereço.") from error


def _changed(raw: Raw, what: str) -> SourceShapeChanged:
    return SourceShapeChanged(
        f"A resposta não tem a forma documentada: {what}.",
        where=_where(raw),
        cure="ver o que mudou no sítio dos resultados e adaptar etl/sources/mai/format.py.",
    )


def _where(raw: Raw) -> str:
    return f"{raw.source}, {raw.name} ({raw.url})"

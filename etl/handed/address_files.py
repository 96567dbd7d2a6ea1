"""Where recipients are written to, as CSV: two columns, a line each. Whatever is wrong is said by its line alone, for a
cell may hold an address.
"""

from typing import Final

from core.base import tables
from core.base.cells import bare
from core.base.errors import PeopleError
from core.people import recipients

COLUMNS: Final = ("quem", "endereco")
_NAMED: Final = 10  # lines that are named


def addresses(content: bytes, *, name: str) -> dict[str, str]:
    """Address by recipient. PeopleError names every bad line by its number, and repeats no address."""
    text = tables.decoded(content, name=name, error=PeopleError, windows=True)
    table = tables.table(text, name=name, error=PeopleError)
    if tuple(c.strip().lower() for c in table.header) != COLUMNS:
        raise PeopleError("O cabeçalho não serve.", where=name, cure=f"usar {';'.join(COLUMNS)}; nada foi guardado.")
    ids, given, wrong = frozenset(recipients.known()), dict[str, str](), list[str]()
    for row in table.rows:
        try:
            whom, address = _line(row.cells, ids)
            if whom in given:
                raise PeopleError(f"{whom} está em mais do que uma linha.")
            given[whom] = address
        except PeopleError as error:
            wrong.append(f"linha {row.line}: {error.what.rstrip('.')}")
    if wrong:
        more = f"; e mais {len(wrong) - _NAMED}" if len(wrong) > _NAMED else ""
        said = f"{len(wrong)} erro(s): {'; '.join(wrong[:_NAMED])}{more}."
        raise PeopleError(said, where=name, cure="corrigir; nada foi guardado.")
    return given


def _line(cells: list[str], ids: frozenset[str]) -> tuple[str, str]:
    if len(cells) != len(COLUMNS):
        raise PeopleError("não tem as duas células")
    whom, address = (bare(c.strip()) for c in cells)
    return whom, recipients.checked(address, whom, ids)

"""`python -m reports annual --year 2025 | interim --year 2026 | territory 1312`: files in a folder, from the build in
force.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from core.base import clock, files, logs
from core.base.errors import EntiError
from core.terms.formats import number
from core.warehouse.store import Store, resolve
from reports import WRITERS
from reports.kinds import REGISTRY, ReportKind
from reports.model import Report

app = typer.Typer(
    help="Relatórios da ENTI em PDF, DOCX, XLSX e CSV.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Out = Annotated[Path, typer.Option("--out", help="Pasta dos ficheiros.")]
Formats = Annotated[str, typer.Option("--format", help="Formatos, separados por vírgulas.")]
On = Annotated[str | None, typer.Option("--date", help="Dia a que se refere (2026-11-22); sem ele, hoje.")]
Year = Annotated[int | None, typer.Option(help="Ano a que se refere; sem ele, o que a página oferece.")]
ALL: Final = ",".join(WRITERS)


def _by_year(kind: ReportKind) -> Callable[..., None]:
    usual = kind.offered
    assert usual is not None

    def command(year: Year = None, out: Out = Path(), formats: Formats = ALL, on: On = None) -> None:
        _write(lambda store, day: kind.make(store, usual(day) if year is None else str(year), day), out, formats, on)

    return command


def _by_territory(kind: ReportKind) -> Callable[..., None]:
    def command(
        territory_id: Annotated[str, typer.Argument(help="DICO, NUTS com a versão (2024:191) ou PT.")],
        out: Out = Path(),
        formats: Formats = ALL,
        on: On = None,
    ) -> None:
        _write(lambda store, day: kind.make(store, territory_id, day), out, formats, on)

    return command


for _kind in REGISTRY.all.values():
    _made = _by_year(_kind) if _kind.of == "year" else _by_territory(_kind)
    app.command(_kind.id, help=_kind.description.pt)(_made)


def _write(make: Callable[[Store, date], Report], out: Path, formats: str, on: str | None) -> None:
    wanted = [f.strip() for f in formats.split(",") if f.strip()]
    if unknown := sorted(set(wanted) - set(WRITERS)):
        raise typer.BadParameter(f"formato desconhecido: {', '.join(unknown)}; há {ALL}")
    try:
        day = date.fromisoformat(on) if on else clock.today()
    except ValueError:
        raise typer.BadParameter(f"«{on}» não é uma data; escreve-se 2026-11-22") from None
    report = make(Store(resolve()), day)
    for form in wanted:
        path = out / f"{report.name}.{form}"
        content = WRITERS[form](report)
        files.write_bytes(path, content)
        print(f"Escrito: {path} ({number(len(content) / 1e6, 1)} MB)")


def main() -> int:
    """Run the command line; our own errors in one line, with their exit code."""
    try:
        logs.configure()
        app(standalone_mode=True)
    except EntiError as error:
        print(f"Erro: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m reports annual --year 2025 | interim --year 2026 | territory 1312 | regional norte`: files in a folder,
from the build in force, which is kept from then on.
"""

import sys
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from core.base import clock, files, logs
from core.base.errors import EntiError
from core.terms.formats import number
from core.warehouse import cited
from core.warehouse.store import Store, resolve
from reports import WRITERS
from reports.kinds import REGISTRY, ReportKind

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
Langs = Annotated[str, typer.Option("--lang", help="Línguas, separadas por vírgulas: pt, en.")]
Draft = Annotated[
    bool, typer.Option("--draft", help="Rascunho: não fica registado, e a versão dos dados não se guarda por ele.")
]
ALL: Final = ",".join(WRITERS)
LANGUAGES: Final = ("pt", "en")


class Asked(NamedTuple):
    """What every command takes."""

    out: Path
    formats: str
    on: str | None
    langs: str
    draft: bool


def _by_year(kind: ReportKind) -> Callable[..., None]:
    usual = kind.offered
    assert usual is not None

    def command(
        year: Year = None,
        out: Out = Path(),
        formats: Formats = ALL,
        on: On = None,
        langs: Langs = "pt",
        draft: Draft = False,
    ) -> None:
        asked = Asked(out, formats, on, langs, draft)
        _write(kind, lambda day: usual(day) if year is None else str(year), asked)

    return command


def _by_place(kind: ReportKind) -> Callable[..., None]:
    what = {
        "territory": "DICO, NUTS com a versão (2024:191) ou PT.",
        "region": "Região da EAT: norte, centro, lisboa_vale_do_tejo, alentejo, algarve, madeira ou acores.",
    }[kind.of]

    def command(
        place_id: Annotated[str, typer.Argument(help=what)],
        out: Out = Path(),
        formats: Formats = ALL,
        on: On = None,
        langs: Langs = "pt",
        draft: Draft = False,
    ) -> None:
        _write(kind, lambda _: place_id, Asked(out, formats, on, langs, draft))

    return command


for _kind in REGISTRY.all.values():
    _made = _by_year(_kind) if _kind.of == "year" else _by_place(_kind)
    app.command(_kind.id, help=_kind.description.pt)(_made)


def _write(kind: ReportKind, of: Callable[[date], str], asked: Asked) -> None:
    forms, langs = _several(asked.formats, WRITERS, "formato"), _several(asked.langs, LANGUAGES, "língua")
    try:
        day = date.fromisoformat(asked.on) if asked.on else clock.today()
    except ValueError:
        raise typer.BadParameter(f"«{asked.on}» não é uma data; escreve-se 2026-11-22") from None
    store = Store(resolve())
    for lang in langs:
        report = kind.make(store, of(day), day, lang)
        if not asked.draft:
            # Before the files: what they cite is kept, whatever becomes of them.
            cited.cite(store.path.parent, store.build, report.name, lang, report.on)
        for form in forms:
            path = asked.out / f"{report.name}.{form}"
            content = WRITERS[form](report)
            files.write_bytes(path, content)
            print(f"Escrito: {path} ({number(len(content) / 1e6, 1)} MB)")
    if not asked.draft:
        print(f"A versão dos dados {store.build} fica guardada.")


def _several(text: str, known: Collection[str], what: str) -> list[str]:
    wanted = [x.strip() for x in text.split(",") if x.strip()]
    if unknown := sorted(set(wanted) - set(known)):
        raise typer.BadParameter(f"{what} que não há: {', '.join(unknown)}; há {','.join(known)}")
    return wanted


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

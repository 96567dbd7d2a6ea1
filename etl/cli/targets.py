"""`python -m etl targets import | list | template`: the targets that bodies set for their own territories."""

from pathlib import Path
from typing import Annotated

import typer

from core.base import cells, files, tables
from core.base.errors import TargetError
from core.base.paths import targets_dir
from core.catalogue import catalogue as catalogues
from core.judgement import targets
from core.terms import territory
from core.terms.formats import exact

app = typer.Typer(help="Metas por território, um ficheiro por entidade.", no_args_is_help=True)


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Ficheiro CSV; «targets template» escreve um vazio.")],
    by: Annotated[str, typer.Option("--by", help="Entidade que fixa as metas: cm-porto, cim-oeste.")],
) -> None:
    """Confere o ficheiro inteiro e põe-no no lugar do anterior da mesma entidade."""
    content = tables.content(file, TargetError)
    found = targets.read(content, by, catalogues.load(), territory.load(), name=file.name)
    files.write_bytes(targets_dir() / f"{by}.csv", content)
    print(f"Guardadas {len(found)} metas de {by}.")


@app.command("list")
def list_command() -> None:
    """As metas guardadas, por entidade."""
    places = territory.load()
    found = targets.load(catalogues.load(), places)
    for t in found:
        base = f" (base {exact(t.base_value)} em {t.base_year})" if t.base_value is not None else ""
        print(
            f"{t.owner}: {t.indicator_id}/{t.series} {t.territory_id} {places[t.territory_id].name}:"
            f" {exact(t.value)} até {t.year}{base}. {t.source}"
        )
    print(f"{len(found)} metas." if found else "Nenhuma meta por território.")


@app.command("template")
def template_command(file: Annotated[Path, typer.Argument(help="Ficheiro a escrever.")]) -> None:
    """Escreve um ficheiro vazio com o cabeçalho certo."""
    if file.exists():
        raise TargetError("O ficheiro já existe.", where=str(file), cure="escolher outro nome; nada foi escrito.")
    files.write_bytes(file, cells.written(targets.HEADER, (), cells.EXCEL))
    print(f"Escrito: {file}")

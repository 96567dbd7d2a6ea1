"""`python -m scaffold page | source | scene | indicator NAME`: what `make new-…` calls."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from core.base.errors import EntiError
from core.base.paths import ROOT
from scaffold import parts
from scaffold.parts import Made

app = typer.Typer(help="Escreve o que uma parte nova precisa.", no_args_is_help=True, add_completion=False)
Name = Annotated[str, typer.Argument(help="Id: letras minúsculas sem acento, algarismos e _.")]
Pt = Annotated[str, typer.Option("--pt", help="Nome em português.")]
En = Annotated[str, typer.Option("--en", help="Nome em inglês.")]
Root = Annotated[Path, typer.Option("--root", help="Raiz do projeto.", hidden=True)]


def say(made: Made) -> None:
    """What was written and what is left."""
    for path in made.written:
        print(f"Escrito: {path}")
    print(f"Falta escrever: {made.by_hand}. Ver: {made.look}.")


@app.command()
def page(name: Name, pt: Pt = "", en: En = "", root: Root = ROOT) -> None:
    """Uma página."""
    say(parts.page(root, name, pt, en))


@app.command()
def source(
    name: Name,
    pt: Pt = "",
    en: En = "",
    home: Annotated[str, typer.Option(help="Endereço da fonte.")] = "",
    licence: Annotated[str, typer.Option(help="Licença dos valores.")] = "",
    citation: Annotated[str, typer.Option(help="Como se cita.")] = "",
    root: Root = ROOT,
) -> None:
    """Uma fonte."""
    say(parts.source(root, name, pt, en, home, licence, citation))


@app.command()
def scene(name: Name, pt: Pt = "", en: En = "", root: Root = ROOT) -> None:
    """Uma cena da parede."""
    say(parts.scene(root, name, pt, en))


@app.command()
def indicator(
    name: Name,
    pt: Pt = "",
    en: En = "",
    why_pt: Annotated[str, typer.Option(help="Porque o temos, em português.")] = "",
    why_en: Annotated[str, typer.Option(help="Porque o temos, em inglês.")] = "",
    root: Root = ROOT,
) -> None:
    """Um indicador fora da Tabela 3."""
    say(parts.indicator(root, name, pt, en, why_pt, why_en))


def main() -> int:
    """Run; an error of ours is one line and its exit code."""
    try:
        app(standalone_mode=True)
    except EntiError as error:
        print(f"Erro: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())

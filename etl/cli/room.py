"""`python -m etl room show | check | set` and `python -m etl screens issue | list | revoke`: the operations room's
walls.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from core.base.errors import FeedError, RoomError, ScreenError
from core.base.nested import text_of
from core.catalogue import catalogue
from core.people import room as acts
from core.room import feeds, rows, screens
from core.room import playlists as room
from core.room.playlists import Playlist, Room
from core.terms import territory
from core.terms.formats import day
from etl.cli.said import server

app = typer.Typer(help="Listas de cenas da sala de operações.", no_args_is_help=True)
screens_app = typer.Typer(help="Chaves dos ecrãs da sala de operações.", no_args_is_help=True)
By = Annotated[str, typer.Option("--by", help="Entidade que o diz; não o nome de uma pessoa.")]
Playlists = Annotated[Path, typer.Argument(help="Ficheiro de listas, da forma de parede.yaml.")]
_STATES = {"valid": "válida", "expired": "expirada", "revoked": "retirada"}


@app.command("show")
def show_command(
    as_yaml: Annotated[bool, typer.Option("--yaml", help="O ficheiro em vigor, tal como está.")] = False,
) -> None:
    """As listas em vigor: cenas, por ordem, com a duração de cada uma."""
    there = room.load()
    if as_yaml:
        print(there.text, end="")
        return
    for listed in there.playlists.values():
        print(f"{listed.id}: {listed.name.pt} ({listed.screens} ecrã{'s' if listed.screens > 1 else ''})")
        for line in _lines(listed):
            print(f"  {line}")
    print(f"Marca: {there.stamp}")


def _lines(listed: Playlist) -> list[str]:
    found = []
    for spec in listed.scenes:
        asked = ", ".join(f"{k}={v}" for k, v in spec.model_dump(exclude={"scene", "seconds", "screen"}).items() if v)
        where = f", ecrã {spec.screen}" if spec.screen else ""
        found.append(f"{spec.scene}: {spec.seconds} s{where} ({asked})")
    return found


@app.command("check")
def check_command(file: Playlists) -> None:
    """Confere um ficheiro de listas, célula a célula, sem o pôr em vigor."""
    made = room.parse(_read(file), file.name)
    rows.check(made, _known(), file.name)
    print(f"Serve. Listas: {len(made.playlists)}.")
    _warn(made)


def _known() -> rows.Known:
    try:
        return rows.Known(catalogue.load(), territory.load(), list(feeds.load()))
    except FeedError as error:
        print(f"  Aviso: as plataformas não se conferiram. {error}")
        return rows.Known(catalogue.load(), territory.load())


def _warn(made: Room) -> None:
    """Which displays would have nothing to show."""
    for screen in screens.waiting_for(made.playlists.keys()):
        print(
            f"  Aviso: o ecrã {screen.number}, {screen.name}, tem chave para «{screen.playlist}», que não está nestas"
            " listas."
        )


@app.command("set")
def set_command(
    file: Playlists,
    by: By,
    seen: Annotated[str | None, typer.Option("--seen", help="Marca das listas de que se partiu («room show»).")] = None,
) -> None:
    """Põe um ficheiro de listas em vigor, se cada linha servir; inteiro ou não. O anterior fica guardado ao lado."""
    text = _read(file)
    rows.check(room.parse(text, file.name), _known(), file.name)
    made = acts.save(server(by), text, seen)
    print(f"Em vigor. Listas: {len(made.playlists)}. Marca: {made.stamp}")
    if before := room.before():
        print(f"As que valiam ficam em {room.BEFORE}/{before.name}: {_author(before)}")
    _warn(made)


def _author(kept: Path) -> str:
    """Who had put playlists in force, and when: so that whoever replaces another's sees it."""
    first = kept.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
    return first.removeprefix("# ") if first.startswith("# ") else "as do projeto"


def _read(file: Path) -> str:
    return text_of(file, RoomError, what="O ficheiro não se lê.", cure="conferir o caminho e a codificação (UTF-8).")


@screens_app.command("issue")
def issue_command(
    playlist: Annotated[str, typer.Argument(help="Id da lista («room show»).")],
    name: Annotated[str, typer.Option("--name", help="Onde está o ecrã: «Sala, parede esquerda».")],
    by: By,
    days: Annotated[int, typer.Option("--days", min=1, max=screens.MAX_DAYS, help="Por quantos dias vale.")] = 180,
    screen: Annotated[int, typer.Option("--screen", min=1, help="Que ecrã da lista é, se ela tem vários.")] = 1,
) -> None:
    """Deixa entrar um ecrã e escreve, só desta vez, o endereço com a sua chave."""
    listed = room.load().playlists.get(playlist)
    if listed is None or screen > listed.screens:
        raise ScreenError(
            f"Não há a lista «{playlist}» com ecrã {screen}.", cure="«python -m etl room show» mostra as listas."
        )
    made, key = acts.issue(server(by), playlist, name, days)
    print(
        f"Ecrã {made.number}, {made.name}: até {day(made.expires_at)}. Abrir uma vez no ecrã, depois do nome do"
        " servidor:"
    )
    print(f"/parede?{f'ecra={screen}&' if screen > 1 else ''}chave={key}")


@screens_app.command("list")
def list_command() -> None:
    """Os ecrãs que alguma vez entraram e o estado da sua chave."""
    now, known = datetime.now(UTC), screens.screens()
    for s in known:
        print(
            f"{s.number}: {s.name}, lista {s.playlist}, até {day(s.expires_at)}, {_STATES[s.state(now)]}"
            f" ({s.issued_by})"
        )
    if not known:
        print("Nenhum ecrã.")


@screens_app.command("revoke")
def revoke_command(number: Annotated[int, typer.Argument(help="Número do ecrã («screens list»).")], by: By) -> None:
    """Retira a chave de um ecrã; ele fecha no minuto seguinte."""
    gone = acts.revoke(server(by), number)
    print(f"Retirada a chave do ecrã {gone.number}, {gone.name}.")

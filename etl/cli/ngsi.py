"""`python -m etl ngsi poll | listen | subscribe | unsubscribe | show`: live data of urban platforms (PGU)."""

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Annotated, Any

import typer

from core.base import settings
from core.base.allowed import LEAST_LETTERS
from core.base.errors import EntiError, FeedError
from core.room import feeds, live
from core.room.feeds import Feed
from core.terms.formats import day
from etl.live import entities as ngsi
from etl.live.broker import Broker
from etl.live.receiver import Receiver
from geo.locate import locate

app = typer.Typer(help="Dados ao vivo das plataformas de gestão urbana, por NGSI-LD.", no_args_is_help=True)
_log = logging.getLogger(__name__)
_FEED = "Id da plataforma (plataformas.yaml)."
Which = Annotated[str | None, typer.Argument(help=_FEED)]
One = Annotated[str, typer.Argument(help=_FEED)]


@app.command("poll")
def poll_command(
    feed: Which = None,
    every: Annotated[int | None, typer.Option(min=10, help="Sem parar, de tantos em tantos segundos.")] = None,
) -> None:
    """Pergunta às plataformas o que têm agora, e guarda o que é novo."""
    asked = _feeds(feed)
    while every is not None:
        for f in asked:
            _poll(f, _log.info, _log.warning)
        time.sleep(every)
    if failures := [f.id for f in asked if not _poll(f, print, print)]:
        raise FeedError(f"Falharam: {', '.join(failures)}.", cure="«ngsi show» diz porquê; as outras foram guardadas.")


def _feeds(name: str | None) -> list[Feed]:
    known = feeds.load()
    if name is not None and name not in known:
        raise FeedError(
            f"Não há a plataforma «{name}».", where="plataformas.yaml", cure=f"há: {', '.join(known) or 'nenhuma'}."
        )
    if not known:
        raise FeedError(
            "Não há plataformas ligadas.", where="plataformas.yaml", cure="docs/plataformas.md diz como ligar uma."
        )
    return [known[name]] if name else list(known.values())


def _poll(feed: Feed, good: Callable[[str], None], bad: Callable[[str], None]) -> bool:
    """Ask one platform, keep what is new, and say how it went; whether it went well."""
    now = datetime.now(UTC)
    try:
        _must_be_usable(feed)
        good(f"{feed.id}: {_take(feed, list(Broker(feed).entities()), now)}")
    except (
        EntiError,
        ValueError,
        LookupError,
        TypeError,
        OSError,
    ) as error:  # the other platforms are asked all the same
        said = (
            str(error)
            if isinstance(error, EntiError)
            else f"Erro {type(error).__name__} ao ler o que a plataforma deu."
        )
        with suppress(FeedError):  # where the store itself fails there is nowhere to note it
            live.failed(feed.id, now, said)
        bad(f"{feed.id}: {said}")
        return False
    return True


def _take(feed: Feed, entities: Sequence[Any], now: datetime) -> str:
    good, bad = ngsi.readings(entities, feed, now, municipality)
    new = live.keep(feed.id, good, bad, now)
    return f"{len(entities)} entidades, {new} observações novas, {len(bad)} recusadas."


@cache
def _boundaries() -> Any:
    from geo import shapes  # heavy, and not needed to show or subscribe

    return shapes.load()


@lru_cache(maxsize=4096)
def municipality(station: str, latitude: float, longitude: float) -> str | None:
    """DICO of the município in which a point lies; None abroad or far from land."""

    class Spot:
        id, lat, lon = station, latitude, longitude

    return locate([Spot()], _boundaries()).placed.get(station)


@app.command("listen")
def listen_command(
    address: Annotated[str, typer.Option(help="Onde ouvir; 0.0.0.0 atrás de um proxy com TLS.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Porto onde ouvir.")] = 8510,
) -> None:
    """Recebe as notificações que as plataformas mandam, em /ID, com a chave de ENTI_NGSI_SECRET."""
    known, key = {f.id: f for f in feeds.load().values() if _usable(f)}, _secret()
    server = Receiver(
        (address, port),
        dict.fromkeys(known, key),
        lambda name, data: _log.info("%s: %s", name, _take(known[name], data, datetime.now(UTC))),
    )
    _log.info("A ouvir em http://%s:%s/ para %s.", address, server.port, ", ".join(known) or "nenhuma plataforma")
    server.serve()


def _usable(feed: Feed) -> bool:
    """Whether anything of this platform can be taken; where not, why is reported."""
    if feed.refused is not None:
        _log.warning("%s: %s", feed.id, feed.refused)
    return feed.refused is None


def _must_be_usable(feed: Feed) -> None:
    """Ask no platform for what could not be taken: DeclarationError where its type was refused."""
    if feed.refused is not None:
        raise feed.refused


def _secret() -> str:
    key = settings.Notified.now().secret.get_secret_value()
    if not key:
        raise FeedError(
            "Falta a chave das notificações.",
            where="ENTI_NGSI_SECRET",
            cure=f"dar {LEAST_LETTERS} letras ou mais, como {secrets.token_urlsafe(12)}.",
        )
    return key


@app.command("subscribe")
def subscribe_command(
    feed: One, address: Annotated[str, typer.Argument(help="Endereço público de «ngsi listen».")]
) -> None:
    """Pede a uma plataforma que mande o que muda para ADDRESS/ID."""
    (asked,) = _feeds(feed)
    _must_be_usable(asked)
    made = Broker(asked).subscribe(f"{address.rstrip('/')}/{asked.id}", _secret())
    print(f"Subscrição: {made}")


@app.command("unsubscribe")
def unsubscribe_command(
    feed: One, subscription: Annotated[str, typer.Argument(help="Id que a plataforma deu à subscrição.")]
) -> None:
    """Retira uma subscrição."""
    (asked,) = _feeds(feed)
    Broker(asked).unsubscribe(subscription)
    print("Retirada.")


@app.command("show")
def show_command(feed: Which = None) -> None:
    """Como está cada plataforma: última resposta, observações e o que foi recusado."""
    known, now = live.contacts(), datetime.now(UTC)
    for f in _feeds(feed):
        if f.refused is not None:
            print(f"{f.id}: {f.refused}")
        contact = known.get(f.id)
        if contact is None:
            print(f"{f.id}: ainda não foi pedida.")
            continue
        failing = f" Falha desde {_at(contact.failed_since)}: {contact.error}" if contact.failed_since else ""
        print(
            f"{f.id}: pedida às {_at(contact.asked_at)}, {contact.entities} entidades, {contact.rejected}"
            f" recusadas.{failing}"
        )
        for r in live.latest(f.id):
            minutes = int((now - r.observed_at).total_seconds() // 60)
            late = " (atrasada)" if minutes > f.allowance_minutes else ""
            print(
                f"  {r.name} ({r.dico or 'fora do país'}): {f.shown} = {r.told.get(f.shown, '–')}, há {minutes}"
                f" min{late}"
            )
        for entity, why in live.rejections(f.id)[:5]:
            print(f"  recusada {entity}: {why}")


def _at(moment: datetime) -> str:
    return f"{day(moment)} {moment:%H:%M} UTC"

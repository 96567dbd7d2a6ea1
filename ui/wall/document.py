"""The wall's document: addresses of its files, and the words that it must be able to say when the server is gone."""

import json
from html import escape

from core.base.clock import ZONE
from ui.web import assets

WORDS = {
    "lost": "Sem ligação desde {time}",
    "lostWhy": "O que se vê pode já não ser verdade.",
    "starting": "A ligar…",
    "jump": "O relógio do servidor saltou {seconds} s às {time}",
    "build": "versão {build} {age}",
    "data": "recebido em {date}",
    "minutes": "há {n} min",
    "hours": "há {n} h",
    "days": "há {n} dias",
    "paused": "Em pausa",
    "hung": "Ecrã parado desde {time}",
    "behind": "A versão nova desta cena ainda não chegou",
    "cannot": "Não se pode mostrar: {problem}",
}


def document() -> bytes:
    """HTML of the wall; everything else comes from hashed files of this host."""
    script, style, watch = assets.wall_urls()
    told = {"words": WORDS, "zone": ZONE.key, "watch": watch, "code": assets.code()}
    about = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="pt" data-true="no">
<head><meta charset="utf-8"><title>Parede · ENTI</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="app/static/favicon.png"><link rel="stylesheet" href="{escape(style)}"></head>
<body><header><p id="kicker"></p><p id="clock"></p></header>
<p id="trouble" role="alert" hidden></p>
<main><h1 id="headline"></h1><div id="scene"></div></main>
<footer><p id="source"></p><p id="state"></p></footer>
<canvas id="watch" aria-hidden="true"></canvas>
<script type="application/json" id="about">{about}</script>
<script type="module" src="{escape(script)}"></script></body></html>""".encode()

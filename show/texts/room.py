"""Words of the pages of the operations room: live figures, screens, and what only the operator may do."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # who may act
    "gate.off": (
        "Nesta página só se vê. Quem gere a instalação muda no servidor o que aqui está.",
        "This page only shows. Whoever runs the installation changes on the server what stands here.",
    ),
    "gate.closed": (
        "Quem opera a sala pode mudar alguma coisa com o seu segredo; quem gere a instalação, no servidor.",
        "Who operates the room can change something with their secret; who runs the installation, on the server.",
    ),
    "gate.open": (
        "Sessão de operador aberta; fecha-se sozinha meia hora depois do último ato.",
        "Operator’s session open; it closes by itself half an hour after the last act.",
    ),
    "gate.close": ("Fechar a sessão de operador", "Close the operator’s session"),
    "gate.secret": ("Segredo do operador", "Operator’s secret"),
    "gate.enter": ("Entrar", "Enter"),
    "gate.wrong": (
        "Não é esse o segredo. Conferir com quem gere a instalação.",
        "That is not the secret. Check with whoever runs the installation.",
    ),
    "gate.again": (
        "Deixou entretanto de se poder agir a partir daqui; nada mudou. Entrar outra vez.",
        "One may no longer act from here; nothing changed. Enter again.",
    ),
    "gate.refused": (
        "Não se fez, e nada mudou: {what}. O que fazer está no registo do servidor.",
        "It was not done, and nothing changed. What happened, in Portuguese: {what}. The server’s log says what to do.",
    ),
    # live figures
    "live.title": ("Que dizem agora as plataformas urbanas?", "What do urban platforms tell now?"),
    "live.none": (
        (
            "Nenhuma plataforma de gestão urbana está ligada. Quem gere a instalação liga uma em plataformas.yaml, com"
            " o seu endereço NGSI-LD e um modelo nacional de dados."
        ),
        (
            "No urban management platform is connected. Whoever runs the installation connects one in plataformas.yaml,"
            " with its NGSI-LD address and a national data model."
        ),
    ),
    "live.refused_type": (
        "Nada desta plataforma se pode receber: o seu tipo ({type}) foi recusado. {why}",
        "Nothing of this platform can be taken: its type ({type}) was refused. {why}",
    ),
    "live.unasked": ("A plataforma ainda não foi pedida.", "The platform was not asked yet."),
    "live.answer": (
        "{n} de {of} {of:estação|estações} em dia; pedida pela última vez em {when}.",
        "{n} of {of} {of:station|stations} in time; last asked on {when}.",
    ),
    "live.failing": ("Falha desde {since}: {why}", "Failing since {since}: {why}"),
    "live.silent": ("A plataforma ainda não deu observações.", "The platform has given no observations yet."),
    "live.feed": ("Plataforma", "Platform"),
    "live.what": ("Grandeza", "Quantity"),
    "live.col.station": ("Estação", "Station"),
    "live.col.place": ("Município", "Municipality"),
    "live.col.value": ("Valor", "Value"),
    "live.col.age": ("Idade", "Age"),
    "live.col.hours": ("Últimas {hours} horas, de 0 a {top}", "Last {hours} hours, from 0 to {top}"),
    "live.caption": (
        "{what}, última observação de cada estação ({kind}, NGSI-LD)",
        "{what}, last observation of each station ({kind}, NGSI-LD)",
    ),
    "live.minutes": ("há {n} min", "{n} min ago"),
    "live.hours": ("há {n} h", "{n} h ago"),
    "live.late": ("atrasada", "late"),
    "live.nowhere": ("fora dos municípios", "outside every municipality"),
    "live.refused": ("Entidades recusadas ({n}), e porquê", "Entities refused ({n}), and why"),
    "live.download": ("Descarregar a série horária, 30 dias (CSV)", "Download the hourly series, 30 days (CSV)"),
    # the room
    "room.title": ("O que mostram os ecrãs da sala?", "What do the screens of the room show?"),
    "room.answer": (
        (
            "Listas de cenas: {lists}. Ecrãs com chave válida: {displays}, dos quais deram sinal no último minuto:"
            " {alive}."
        ),
        "Playlists: {lists}. Displays with a valid key: {displays}, of which gave a sign in the last minute: {alive}.",
    ),
    "room.keys": (
        (
            "No ecrã: espaço pausa e continua, as setas passam à cena seguinte ou anterior, «Home» volta ao passo dos"
            " outros."
        ),
        (
            "On a screen: space pauses and goes on, arrows step to the next or previous scene, Home goes back in step"
            " with the others."
        ),
    ),
    "room.list": ("Lista de cenas", "Playlist"),
    "room.open": ("Abrir o ecrã", "Open the screen"),
    "room.open_screen": ("Abrir o ecrã {n}", "Open screen {n}"),
    "room.every": ("todos", "all"),
    "room.col.order": ("N.º", "No."),
    "room.col.scene": ("Cena", "Scene"),
    "room.col.subject": ("De quê", "Of what"),
    "room.col.seconds": ("Duração", "Duration"),
    "room.col.screen": ("Ecrã", "Screen"),
    "room.col.number": ("N.º", "No."),
    "room.col.display": ("Ecrã", "Display"),
    "room.col.list": ("Lista", "Playlist"),
    "room.col.key": ("Chave", "Key"),
    "room.col.until": ("Até", "Until"),
    "room.col.pulse": ("Último sinal", "Last sign"),
    "room.displays": ("Ecrãs com chave", "Displays with a key"),
    "room.no_displays": (
        "Nenhum ecrã tem chave ainda. Dá-a quem administra o servidor, como diz o guia de instalação da sala.",
        "No display has a key yet. Whoever runs the server gives one, as the guide to installing the room says.",
    ),
    "room.gone": ("«{list}», que já não existe", "“{list}”, which is gone"),
    "room.valid": ("válida", "valid"),
    "room.expired": ("expirada", "expired"),
    "room.revoked": ("retirada", "revoked"),
    "room.silent": ("nenhum desde que o servidor arrancou", "none since the server started"),
    "room.hung": ("parado, disse o seu vigia em {when}", "hung, said its watchdog on {when}"),
    "room.alive": ("vivo, {when}", "alive, {when}"),
    "room.was_alive": ("calado desde {when}", "silent since {when}"),
    "room.acts": ("Mudar", "Change"),
    "room.changed": (
        (
            "As listas mudaram entretanto. O que aqui se escreve parte das de antes e não se pode pôr em vigor sobre as"
            " novas."
        ),
        (
            "The playlists have changed meanwhile. What is typed here starts from the ones before and cannot be put"
            " over the new ones."
        ),
    ),
    "room.begin_anew": ("Partir das listas em vigor", "Start from the playlists in force"),
    "room.edit": ("Mudar a lista «{name}»", "Edit the playlist “{name}”"),
    "room.new": ("Fazer uma lista nova", "Make a new playlist"),
    "room.remove": ("Tirar a lista «{name}»", "Take the playlist “{name}” out"),
    "room.let_in": ("Deixar entrar um ecrã", "Let a display in"),
    "room.show_out": ("Retirar a chave de um ecrã", "Revoke the key of a display"),
    "room.name_pt": ("Nome em português", "Name in Portuguese"),
    "room.name_en": ("Nome em inglês", "Name in English"),
    "room.screens": ("Quantos ecrãs", "How many screens"),
    "room.id": (
        "Nome curto (letras minúsculas sem acento, algarismos e _)",
        "Short name (lower-case letters, digits and _)",
    ),
    "room.new_help": (
        "Começa com as cenas de «{name}»; mudam-se depois.",
        "It starts with the scenes of “{name}”; edit them afterwards.",
    ),
    "room.edit_help": (
        (
            "Uma linha por cena, pela ordem da primeira coluna. Ecrã vazio: em todos. O que uma cena não usa fica"
            " vazio. A lista anterior guarda-se ao lado."
        ),
        (
            "A line per scene, in the order of the first column. No screen: on all. What a scene does not use stays"
            " empty. The list before is kept beside it."
        ),
    ),
    "room.edit.ordem": ("Ordem", "Order"),
    "room.edit.cena": ("Cena", "Scene"),
    "room.edit.segundos": ("Segundos", "Seconds"),
    "room.edit.ecra": ("Ecrã", "Screen"),
    "room.edit.indicador": ("Indicador", "Indicator"),
    "room.edit.serie": ("Série", "Series"),
    "room.edit.dominio": ("Domínio", "Domain"),
    "room.edit.territorio": ("Território", "Territory"),
    "room.edit.nivel": ("Nível", "Level"),
    "room.edit.plataforma": ("Plataforma", "Platform"),
    "room.edit.nuts": ("NUTS", "NUTS"),
    "room.doubt": ("{what}; o ecrã di-lo e segue", "{what}; the screen says so and goes on"),
    "room.look": ("Ver antes", "Look first"),
    "room.look_at": ("Como fica a cena", "How the scene looks"),
    "room.looked_at": ("Pré-visualização: {name}", "Preview: {name}"),
    "room.look_whole": (
        "Ver em tamanho de ecrã. Nada disto está em vigor; o endereço vale meia hora.",
        "See it at full size. None of this is in force; the address works for half an hour.",
    ),
    "room.no_more": ("{id} (já não existe)", "{id} (is gone)"),
    "room.refused": (
        "{n} {n:célula não serve|células não servem}; nada foi guardado",
        "{n} {n:cell does|cells do} not serve; nothing was kept",
    ),
    "room.refused.row": ("Linha", "Line"),
    "room.refused.column": ("Coluna", "Column"),
    "room.refused.what": ("O que está mal", "What is wrong"),
    "room.refused.cure": ("O que fazer", "What to do"),
    "room.wrong.id": (
        "O nome curto tem letras minúsculas sem acento, algarismos e _, e começa por letra.",
        "The short name has lower-case letters without accents, digits and _, and begins with a letter.",
    ),
    "room.wrong.name": (
        "Falta o nome, em português ou em inglês.",
        "The name is missing, in Portuguese or in English.",
    ),
    "room.wrong.empty": ("A lista precisa de uma cena, pelo menos.", "The playlist needs a scene at least."),
    "room.wrong.screens": ("Há um ecrã sem cenas.", "There is a screen without scenes."),
    "room.twice": (
        "Já há uma lista «{id}»: dar outro nome curto.",
        "There is a playlist “{id}”: give another short name.",
    ),
    "room.waited_for": (
        "{n} {n:ecrã tem|ecrãs têm} chave para esta lista ({names}): retirar primeiro essas chaves.",
        "{n} {n:display has a key|displays have keys} for this playlist ({names}): revoke those keys first.",
    ),
    "room.only_screens": (
        "A lista tem {n} {n:ecrã|ecrãs}: dar um número até esse.",
        "The playlist has {n} {n:screen|screens}: give a number up to that.",
    ),
    "room.save": ("Pôr em vigor", "Put in force"),
    "room.make": ("Fazer a lista", "Make the playlist"),
    "room.take_out": ("Tirar a lista", "Take the playlist out"),
    "room.which_screen": (
        "Que ecrã da lista é (1, se ela tem um só)",
        "Which screen of the list it is (1 if it has one)",
    ),
    "room.given": ("O ecrã já pode entrar.", "The display may come in."),
    "room.display": ("Onde está o ecrã", "Where the display is"),
    "room.days": ("Dias de validade", "Days it is valid"),
    "room.give_key": ("Dar uma chave", "Give a key"),
    "room.key_once": (
        "Ecrã {n}. Este endereço mostra-se só até ao próximo ato; abre-se uma vez no ecrã, depois do nome do servidor:",
        (
            "Display {n}. This address is shown until the next act only; open it once on the display, after the"
            " server’s name:"
        ),
    ),
    "room.revoke": ("Retirar a chave", "Revoke the key"),
    "room.revoked_said": (
        "Chave retirada; o ecrã fecha no minuto seguinte.",
        "Key revoked; the display closes within a minute.",
    ),
    "room.saved": ("Em vigor. Os ecrãs mudam em segundos.", "In force. The screens change within seconds."),
}

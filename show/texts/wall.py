"""Words of the wall."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "wall.country": ("Portugal", "Portugal"),
    "wall.table3": (
        "Valor do país: {n} de {ROWS}. ▲ melhora, ▼ piora em até 15 anos; regras {rules}",
        "National figure: {n} of {ROWS}. ▲ improves, ▼ worsens over up to 15 years; rules {rules}",
    ),
    "wall.known": ("sabe-se {n} de {of}", "{n} of {of} known"),
    "wall.late_too": (", {n} fora do prazo", ", {n} out of time"),
    "wall.out_of_time": ("fora do prazo", "out of time"),
    "wall.of_domain": ("Fonte: {sources}", "Source: {sources}"),
    "wall.no_figures": ("Sem valores nesta versão dos dados.", "No figures in this build."),
    "wall.no_national": ("sem valor para o país", "no national figure"),
    "wall.against": ("{by} face a {since}", "{by} on {since}"),
    "wall.missing": ("sem valor: {n}", "no figure: {n}"),
    "wall.at": ("{rank}.º", "{rank}"),
    "wall.people": ("{n} hab.", "pop. {n}"),
    "wall.ties": ("{n} {n:território|territórios}", "{n} {n:place|places}"),
    "wall.rank": ("{rank} {places}", "rank {rank} {places}"),
    "wall.first": (
        "{name}: o melhor valor de {of} {places} em {indicator}, {period}",
        "{name}: the best of {of} {places} in {indicator}, {period}",
    ),
    "wall.last": (
        "{name}: o pior valor de {of} {places} em {indicator}, {period}",
        "{name}: the worst of {of} {places} in {indicator}, {period}",
    ),
    "wall.stands": (
        "{name}: {rank} {places} em {indicator}, {period}",
        "{name}: rank {rank} {places} in {indicator}, {period}",
    ),
    "wall.ranked": (
        "NUTS {version}; {n} indicadores com sentido; o 1.º é o melhor",
        "NUTS {version}; {n} indicators with a direction; the first is the best",
    ),
    "wall.late": (
        "Dados de {last}, {ago}. Os de {next} eram esperados até {due}.",
        "Figures of {last}, {ago}. Those of {next} were due by {due}.",
    ),
    "wall.late_day": (
        "Dados de {last}, {ago}; novos eram esperados até {due}.",
        "Figures of {last}, {ago}; newer ones were due by {due}.",
    ),
    "wall.failing": ("A fonte falha desde {since}.", "The source has been failing since {since}."),
    "wall.targets": ("Metas: {near} de {n} no caminho", "Targets: {near} of {n} on track"),
    "wall.targets_none": (", {n} {n:não avaliável|não avaliáveis}", ", {n} not assessable"),
    "wall.next": ("; a seguir: {number}, em {n} {n:dia|dias}", "; next: {number}, in {n} {n:day|days}"),
    "wall.no_targets": ("Nenhuma meta se pode julgar", "No target can be judged"),
    "wall.target": ("{period} · meta {aimed}", "{period} · target {aimed}"),
    "wall.action_of": ("Ação {number} de «{initiative}»", "Action {number} of “{initiative}”"),
    "wall.deadlines": (
        "Das {total} ações: {whens}",
        "Of {total} actions: {whens}",
    ),
    "wall.plan": (
        "Plano de Ação e metas, em {date}; NUTS {version}",
        "Action plan and targets, on {date}; NUTS {version}",
    ),
    "wall.none_due": ("Nenhuma ação por vencer.", "No action falls due."),
    "wall.days_past": ("há {n} {n:dia|dias}", "{n} {n:day|days} ago"),
    "wall.days_left": ("{n} {n:dia|dias}", "{n} {n:day|days}"),
    "wall.movers": ("Desde a versão anterior dos dados", "Since the build before"),
    "wall.one_build": ("Só há uma versão dos dados", "There is only one build"),
    "wall.one_build_why": (
        "Não há ainda com que comparar; a próxima carga que traga valores novos dá a segunda.",
        "Nothing to compare with yet; the next load that brings new figures makes the second.",
    ),
    "wall.moved": (
        "{real} {real:mudança|mudanças} fora do habitual, de {tested} que se {tested:pôde|puderam} testar, em"
        " {changed} {changed:valor novo|valores novos}",
        (
            "{real} unusual {real:change|changes}, of {tested} that could be tested, in {changed} new"
            " {changed:figure|figures}"
        ),
    ),
    "wall.none_moved": ("Nenhuma mudança sai do ruído.", "No change stands out from noise."),
    "wall.was": ("{now}; era {was} em {period}", "{now}; was {was} in {period}"),
    "wall.test": (
        "z modificado de pelo menos {limit}, contra {least} ou mais mudanças anteriores",
        "modified z of at least {limit}, against {least} or more earlier changes",
    ),
    "wall.sources": (
        "{good} {good:fonte responde|fontes respondem}, {failing} {failing:falha|falham}, {never} por pedir",
        (
            "{good} {good:source answers|sources answer}, {failing} {failing:fails|fail}, {never} {never:was|were}"
            " not asked"
        ),
    ),
    "wall.sources_of": ("{n} {n:fonte|fontes} com ligação", "{n} connected {n:source|sources}"),
    "wall.fails": ("falha desde {since}", "failing since {since}"),
    "wall.answered": ("respondeu em {date}", "answered on {date}"),
    "wall.unasked": ("não pedida há {n} {n:dia|dias}", "not asked for {n} {n:day|days}"),
    "wall.never": ("nunca pedida", "never asked"),
    "wall.alerts": ("Alertas", "Alerts"),
    "wall.alerts_never": ("Os alertas ainda não foram avaliados", "The alerts were never evaluated"),
    "wall.alerts_never_why": (
        "Na sala avaliam-se sozinhos, de cinco em cinco minutos: esse serviço não está a correr.",
        "In the room they are evaluated by themselves every five minutes: that service is not running.",
    ),
    "wall.alerts_said": (
        "{n} {n:alerta disparado|alertas disparados}, {unseen} sem ninguém a tratar",
        "{n} {n:alert|alerts} firing, nobody sees to {unseen}",
    ),
    "wall.alerts_none": ("Nenhum alerta disparado", "No alert is firing"),
    "wall.alerts_quiet": (
        "As regras foram avaliadas e nenhuma aponta nada.",
        "The rules were evaluated and none reports anything.",
    ),
    "wall.alerts_failed": (
        "Não se sabe: {n} {n:regra não se pôde|regras não se puderam} avaliar",
        "Not known: {n} {n:rule|rules} could not be evaluated",
    ),
    "wall.alerts_failing": (
        "{n} {n:regra|regras} dos alertas não se {n:pôde|puderam} avaliar",
        "{n} alert {n:rule|rules} could not be evaluated",
    ),
    "wall.alerts_no_data": ("{words}: {n}", "{words}: {n}"),
    "wall.alerts_at": ("Avaliados às {time}", "Evaluated at {time}"),
    "wall.alerts_broken": ("regras com erro: {n}", "rules that fail: {n}"),
    "wall.alerts_owed": ("mensagens por enviar: {n}", "messages not sent: {n}"),
    "wall.alerts_stopped": (
        "Os alertas não são avaliados desde as {time}",
        "The alerts were not evaluated since {time}",
    ),
    "wall.unseen": ("por ver: {n}", "unseen: {n}"),
    "wall.all_seen": ("todos vistos", "all seen"),
    "wall.silenced": ("em silêncio: {n}", "silenced: {n}"),
    "wall.since": ("desde {date}", "since {date}"),
    "wall.live": ("Ao vivo", "Live"),
    "wall.live_none": ("Nenhuma plataforma urbana está ligada", "No urban platform is connected"),
    "wall.live_none_why": (
        "Quem gere a instalação liga uma em plataformas.yaml: endereço NGSI-LD e modelo nacional de dados.",
        "Whoever runs the installation connects one in plataformas.yaml: NGSI-LD address and national data model.",
    ),
    "wall.live_type": ("O tipo {type} foi recusado", "The type {type} was refused"),
    "wall.live_silent": ("A plataforma ainda não deu observações", "The platform has given no observations yet"),
    "wall.live_silent_why": ("Ainda não foi pedida.", "It was not asked yet."),
    "wall.live_said": (
        "{what} mais alto: {name}, {value} ({n} de {of} estações em dia)",
        "Highest {what}: {name}, {value} ({n} of {of} stations in time)",
    ),
    "wall.live_stopped": ("Os dados ao vivo pararam às {time}", "Live figures stopped at {time}"),
    "wall.live_late": (
        "Os dados ao vivo não se renovam: há estações fora do prazo",
        "Live figures are not renewed: some stations are out of time",
    ),
    "wall.live_failing": ("A plataforma não responde desde as {time}", "The platform has not answered since {time}"),
    "wall.live_refused": ("entidades recusadas: {n}", "entities refused: {n}"),
    "wall.nowhere": ("fora dos municípios", "outside every município"),
    "wall.scene": ("Cena", "Scene"),
    "wall.unknown": ("Não há a cena «{scene}»", "There is no scene «{scene}»"),
    "wall.there_are": ("Há: {scenes}.", "There are: {scenes}."),
    "wall.cannot": ("A cena «{scene}» não se pode mostrar", "The scene «{scene}» cannot be shown"),
    "wall.too_slow": ("Não ficou pronta em {n} s.", "It was not ready within {n} s."),
    "wall.again": ("Pede-se outra vez sozinha.", "It is asked for again by itself."),
    "wall.raised": (
        "Erro {kind}. As outras cenas continuam; o registo do servidor diz mais.",
        "Error {kind}. The other scenes go on; the server's log says more.",
    ),
    "wall.refused_load": (
        "Carga falhada em {date}: vê-se a versão anterior",
        "Load refused on {date}: what is shown is the build before",
    ),
    "wall.other_build": (
        "A versão em vigor não se lê: vê-se outra, inteira",
        "The build in force cannot be read: what is shown is another, whole one",
    ),
    "wall.locked_build": (
        "Outro programa tem a versão dos dados aberta: nada se atualiza",
        "Another program has the build open: nothing is updated",
    ),
    "wall.old_load": (
        "As fontes não são pedidas há {n} {n:dia|dias}",
        "The sources have not been asked for {n} {n:day|days}",
    ),
    "wall.no_build": ("Não há dados publicados", "No data published"),
    "wall.unclear": ("O pedido deste ecrã não se entende", "The request of this screen cannot be understood"),
    "wall.none_asked": ("fontes por pedir", "sources not asked"),
    "wall.asked": ("fontes em dia {ok}/{n}", "sources in time {ok}/{n}"),
    "wall.key_needed": (
        "Este ecrã precisa de uma chave. Dá-a quem gere a sala.",
        "This screen needs a key. Whoever runs the room gives one.",
    ),
    "wall.preview_over": (
        "Esta pré-visualização já acabou. Pedir outra na página «Ecrãs da sala».",
        "This preview is over. Ask for another on the page “Screens of the room”.",
    ),
    "wall.key_revoked": ("A chave deste ecrã foi retirada", "The key of this screen was revoked"),
    "wall.key_expired": ("A chave deste ecrã expirou", "The key of this screen has expired"),
}

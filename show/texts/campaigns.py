"""Words of campaigns."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "campaign.title": ("Que se pediu a todos, e quem respondeu?", "What was asked of all, and who answered?"),
    "campaign.answer": ("{n} {n:campanha|campanhas} até hoje.", "{n} {n:campaign|campaigns} until today."),
    "campaign.asked": (
        "Pedido a {n}; cada um responde em «A minha parte».",
        "Asked of {n}; each answers in “My part”.",
    ),
    "campaign.days": ("Pedida em {asked}, para responder até {due}.", "Asked on {asked}, to be answered by {due}."),
    "campaign.rates": ("Respostas por região", "Answers by region"),
    "campaign.region": ("Região", "Region"),
    "campaign.whole": ("Todas", "All"),
    "campaign.answered": ("Entregaram", "Delivered"),
    "campaign.refused": ("Recusaram", "Refused"),
    "campaign.not_held": ("Não têm", "Do not hold it"),
    "campaign.promised": ("Prometeram", "Promised"),
    "campaign.late": ("Fora do prazo, sem resposta", "Past due, no answer"),
    "campaign.unwritten": ("Sem carta nem entrada", "Neither written to nor signed in"),
    "campaign.unwritten_note": (
        "«Sem carta nem entrada»: não responderam, e nada nosso mostra que souberam do pedido. Destes não se diz que"
        " falharam, mesmo que o prazo tenha passado.",
        "“Neither written to nor signed in”: they did not answer, and no event of ours shows that they knew. Nobody"
        " says of these that they failed, even where the day is past.",
    ),
    "campaign.letters": ("A quem se escreveu", "Who was written to"),
    "campaign.letters_count": (
        "{n} {n:destinatário|destinatários}; com endereço: {reached}; cartas entregues ao servidor: {delivered}; por"
        " entregar: {waiting}.",
        "{n} {n:recipient|recipients}; with an address: {reached}; letters delivered to the server: {delivered}; not"
        " yet delivered: {waiting}.",
    ),
    "campaign.whom": ("Destinatário", "Recipient"),
    "campaign.letter": ("Carta", "Letter"),
    "campaign.since": ("Desde", "Since"),
    "campaign.outcome": ("O que veio do envio", "What came of sending"),
    "campaign.occasion.pedido": ("Pedido", "Request"),
    "campaign.occasion.lembrete": ("14 dias antes", "14 days before"),
    "campaign.occasion.prazo": ("Depois do prazo", "After the day"),
    "campaign.occasion.recibo": ("Recibo", "Receipt"),
    "campaign.outcome.entregue": ("Entregue ao servidor em {at}", "Delivered to the server on {at}"),
    "campaign.outcome.recusada": ("Recusada em {at}: {why}", "Refused on {at}: {why}"),
    "campaign.outcome.adiada": ("Por entregar, tentada em {at}: {why}", "Not delivered, tried on {at}: {why}"),
    "campaign.outcome.largada": ("Não se envia: {why}", "Not sent: {why}"),
    "campaign.outcome.waiting": ("À espera de ser enviada", "Waiting to be sent"),
    "campaign.outcome.no_address": ("Sem endereço", "No address"),
    "campaign.outcome.none": ("Ainda nenhuma", "None yet"),
    "campaign.remind": ("Escrever a quem hoje é de escrever", "Write to whom it is due today"),
    "campaign.remind_help": (
        "A quem tem endereço e não respondeu: o pedido, um lembrete 14 dias antes do prazo e outro depois dele, uma vez"
        " cada. Seguem com os alertas.",
        "To whom has an address and has not answered: the request, a reminder 14 days before the day and another after"
        " it, once each. They go with the alerts.",
    ),
    "campaign.addresses": ("Endereços para onde se escreve", "Addresses that are written to"),
    "campaign.addresses_note": (
        "Só a EATA os vê. Servem para os pedidos e mais nada, e apagam-se por si quando a um destinatário não se pede"
        " nada há {days} dias.",
        "Only EATA sees them. They serve requests and nothing else, and are erased by themselves once a recipient has"
        " been asked nothing for {days} days.",
    ),
    "campaign.address": ("Endereço de correio", "E-mail address"),
    "campaign.address_now": ("Endereço de hoje: {address}", "Address today: {address}"),
    "campaign.address_none": ("Ainda sem endereço.", "No address yet."),
    "campaign.address_put": ("Guardar endereço", "Keep address"),
    "campaign.address_erase": ("Apagar endereço", "Erase address"),
    "campaign.new": ("Pedir a muitos de uma vez", "Ask many at once"),
    "campaign.name": ("Nome curto da campanha", "Short name of the campaign"),
    "campaign.about": ("Indicadores que se pedem", "Indicators that are asked for"),
    "campaign.to": ("Câmaras de que regiões", "Câmaras of which regions"),
    "campaign.text": ("O que se pede", "What is asked"),
    "campaign.ready": (
        "Pedimos os valores destes indicadores no vosso município, com o período e o documento de onde vêm. O que não"
        " existe diz-se com «não tem».",
        "We ask for the values of these indicators in your municipality, with the period and the document that they"
        " come from. What does not exist is said by “does not hold it”.",
    ),
    "campaign.due": ("Responder até", "Answer by"),
    "campaign.ask": ("Pedir", "Ask"),
    "campaign.asked_col": ("Pedidos", "Asked"),
}

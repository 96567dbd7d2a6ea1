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

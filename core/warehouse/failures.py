"""What it was that a source did not give, in a reader's words: by the class of the error (Check.error). Where it was,
and what to do, stand in the log and on the command line.
"""

from collections.abc import Iterable
from typing import Final

from core.base.typed import Text
from core.warehouse.checks import Check

_ANY: Final = Text(pt="a última resposta da fonte não se pôde usar", en="the source’s last answer could not be used")
WORDS: Final[dict[str, Text]] = {
    "SourceError": _ANY,
    "SourceUnreachable": Text(pt="não houve ligação à fonte", en="there was no connection to the source"),
    "SourceTimeout": Text(pt="a fonte não respondeu a tempo", en="the source did not answer in time"),
    "SourceRateLimited": Text(pt="a fonte pediu para esperar", en="the source asked us to wait"),
    "SourceHttpError": Text(pt="a fonte respondeu com um erro", en="the source answered with an error"),
    "SourceServerError": Text(pt="o servidor da fonte falhou", en="the source’s server failed"),
    "SourceTooLarge": Text(pt="a resposta é maior do que se aceita", en="the answer is larger than is accepted"),
    "SourceNotData": Text(pt="a resposta não eram dados", en="the answer was no data"),
    "SourceTruncated": Text(pt="a resposta veio incompleta", en="the answer came incomplete"),
    "SourceRejected": Text(pt="a fonte recusou o pedido", en="the source refused the request"),
    "SourceShapeChanged": Text(pt="a resposta mudou de forma", en="the form of the answer has changed"),
    "DuplicateKey": Text(pt="a resposta diz duas coisas do mesmo", en="the answer says two things of the same"),
    "PeriodMissing": Text(pt="falta na resposta um período pedido", en="a period asked for is not in the answer"),
    "ReplayMissing": Text(pt="não há resposta gravada deste pedido", en="no answer to this request is recorded"),
    "ImportMissing": Text(pt="ninguém entregou ainda o ficheiro", en="nobody has handed in the file yet"),
    "ConnectorFault": Text(pt="o nosso conector não a soube ler", en="our connector could not read the answer"),
}


def said(failing: Iterable[Check]) -> Text:
    """What failed, each thing once, as a sentence; of a class without words, that the answer could not be used."""
    found = [WORDS.get(c.error or "", _ANY) for c in failing] or [_ANY]
    both = ("; ".join(dict.fromkeys(x.get(lang) for x in found)) for lang in ("pt", "en"))
    pt, en = (f"{text[:1].upper()}{text[1:]}." for text in both)
    return Text(pt=pt, en=en)

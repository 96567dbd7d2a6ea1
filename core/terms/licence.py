"""What may be done with figures, as each surface says it. Licences are kept as they were written, in Portuguese."""

from typing import Final

# A licence is a name, which is the same everywhere, or made of these words; the longer ones first.
_WORDS: Final = (
    ("por confirmar antes de redistribuir fora do projeto", "to be confirmed before it goes beyond the project"),
    ("dados abertos do ponto de acesso nacional", "open data of the national access point"),
    ("valores divulgados pelo INE", "figures published by INE"),
    ("informação do setor público", "public sector information"),
    ("reutilização com citação da", "reuse with citation of"),
    ("a de cada valor, ao lado dele", "that of each figure, beside it"),
    ("licença por confirmar", "licence to be confirmed"),
    ("por autorizar pela", "awaiting authorisation by"),
    ("Comissão Europeia", "European Commission"),
    ("por confirmar", "to be confirmed"),
    ("a confirmar", "to be confirmed"),
    ("citar ", "cite "),
    (" e ", " and "),
)


def said(licence: str, lang: str) -> str:
    """A licence in the language of the reader."""
    if lang != "pt":
        for pt, en in _WORDS:
            licence = licence.replace(pt, en)
    return licence

"""Words of how a figure reached us."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "pedigree.title": ("Como chegou até nós", "How it reached us"),
    "pedigree.source": ("Da fonte", "From the source"),
    "pedigree.copy": ("Cópia de um ficheiro da fonte", "Copy of a file of the source"),
    "pedigree.derived": ("Derivado por nós", "Derived by us"),
    "pedigree.document": ("Lido num documento", "Read in a document"),
    "pedigree.mark.source": ("fonte", "source"),
    "pedigree.mark.copy": ("cópia", "copy"),
    "pedigree.mark.derived": ("derivado", "derived"),
    "pedigree.mark.document": ("documento", "document"),
    "pedigree.unknown": ("Esta versão dos dados não diz como o valor chegou.", "This build does not say how it came."),
    "pedigree.edition": ("Edição: {edition}", "Edition: {edition}"),
    "pedigree.chain": ("Por estas mãos: {chain}", "Through these hands: {chain}"),
    "pedigree.document.of": ("Documento:", "Document:"),
    "pedigree.no_address": ("endereço não guardado", "address not kept"),
    "pedigree.parts": ("{top} a dividir por {bottom}", "{top} divided by {bottom}"),
    "pedigree.base": ("assenta em {top} e {bottom}", "rests on {top} and {bottom}"),
    "pedigree.is_not": ("Atenção:", "Note:"),
    "country.union": ("Na União Europeia, {figure}.", "In the European Union, {figure}."),
    "country.break": ("linha de pontos: quebra de série", "dotted line: break in series"),
    "country.soft": (
        "ponto oco: provisório, estimado ou previsto",
        "hollow point: provisional, estimated or forecast",
    ),
    "country.col.status": ("Estado", "Status"),
    "country.meaning": ("O que esta série diz, e o que não diz", "What this series says, and what it does not"),
    "country.judgement": ("Juízo", "Judgement"),
    "country.judged_by": (
        "O juízo desta linha faz-se pela série «{series}», não por esta.",
        "This row is judged by the series “{series}”, not by this one.",
    ),
    "country.no_map": (
        "Só há valores do país nesta série: não há mapa.",
        "There are values of the country only in this series: no map.",
    ),
    "map.partial": ("Mapa parcial: {said}.", "Partial map: {said}."),
    "beside.title": ("Ao lado deste indicador ({n})", "Beside this indicator ({n})"),
    "beside.note": (
        "Outras medidas, edições e partes: nenhuma é o valor do indicador, e nenhuma se conta.",
        "Other measures, editions and parts: none is the value of the indicator, and none is counted.",
    ),
    "beside.what": ("O que é", "What it is"),
    "beside.is_not": ("O que não é", "What it is not"),
    "beside.unplaced": ("território por confirmar", "territory to be confirmed"),
    "beside.places": ("em {n} {n:lugar|lugares}", "in {n} {n:place|places}"),
    "pedigree.licence": ("Licença: {licence}", "Licence: {licence}"),
}

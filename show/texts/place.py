"""Words of the page of one place."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # the title: what stands furthest from the middle, better first
    "place.title": (
        "{inside}, face ao país, {said}",
        "{inside}, beside the country, {said}",
    ),
    "place.title.both": ("{better}; mas {worse}", "{better}; but {worse}"),
    "place.title.country": (
        "{inside} há valores nacionais em {n} dos {ROWS} indicadores",
        "{inside} there are national figures for {n} of the {ROWS} indicators",
    ),
    "place.title.plain": (
        "{inside} há valores em {n} dos {ROWS} indicadores",
        "{inside} there are figures for {n} of the {ROWS} indicators",
    ),
    "clause.taxa_votantes_autarquicas.more": ("vota-se mais", "more people vote"),
    "clause.taxa_votantes_autarquicas.less": ("vota-se menos", "fewer people vote"),
    "clause.deslocacoes_pendulares_sustentaveis.more": (
        "vai-se mais a pé ou em transporte",
        "more people walk or take public transport",
    ),
    "clause.deslocacoes_pendulares_sustentaveis.less": (
        "vai-se menos a pé ou em transporte",
        "fewer people walk or take public transport",
    ),
    "clause.escolaridade_superior_25_64.more": ("há mais gente com curso superior", "more people have a degree"),
    "clause.escolaridade_superior_25_64.less": ("há menos gente com curso superior", "fewer people have a degree"),
    "clause.instalacoes_com_contador_inteligente.more": (
        "há mais contadores inteligentes",
        "more meters are smart",
    ),
    "clause.instalacoes_com_contador_inteligente.less": (
        "há menos contadores inteligentes",
        "fewer meters are smart",
    ),
    "clause.mortalidade_padronizada.more": ("a mortalidade é mais alta", "mortality is higher"),
    "clause.mortalidade_padronizada.less": ("a mortalidade é mais baixa", "mortality is lower"),
    "clause.mortalidade_infantil.more": ("a mortalidade infantil é mais alta", "infant mortality is higher"),
    "clause.mortalidade_infantil.less": ("a mortalidade infantil é mais baixa", "infant mortality is lower"),
    "clause.residuos_urbanos_recolhidos_hab.more": (
        "recolhe-se mais lixo por habitante",
        "more waste is collected a head",
    ),
    "clause.residuos_urbanos_recolhidos_hab.less": (
        "recolhe-se menos lixo por habitante",
        "less waste is collected a head",
    ),
    "clause.agua_distribuida_hab.more": ("distribui-se mais água por habitante", "more water is supplied a head"),
    "clause.agua_distribuida_hab.less": ("distribui-se menos água por habitante", "less water is supplied a head"),
    # facts
    "place.people": ("{n} habitantes ({period})", "{n} inhabitants ({period})"),
    "place.voters": ("{n} eleitores ({period})", "{n} voters ({period})"),
    "place.members": ("{n} municípios", "{n} municipalities"),
    "place.peers": ("parecidos: os {n} com {voters}", "alike: the {n} with {voters}"),
    "place.reach": ("{n} de {ROWS} indicadores chegam aqui", "{n} of {ROWS} indicators reach here"),
    "place.compare": (
        "{n} comparam-se: melhor em {better}, pior em {worse}",
        "{n} compare: better in {better}, worse in {worse}",
    ),
    # legend
    "place.legend": ("O que é cada linha", "What each line is"),
    "place.median.region": ("mediana {level} {of} ({n})", "median {level} {of} ({n})"),
    "place.median.peers": ("mediana dos parecidos ({n})", "median of those alike ({n})"),
    "place.median.country": ("mediana {level} do país ({n})", "median {level} in the country ({n})"),
    "place.end.region": ("região", "region"),
    "place.end.peers": ("parecidos", "alike"),
    "place.end.country": ("país", "country"),
    "place.soft": ("oco: ainda pode mudar", "hollow: may still change"),
    "place.soft.P": ("provisório", "provisional"),
    "place.soft.E": ("estimado", "estimated"),
    "place.soft.F": ("previsão", "forecast"),
    # a card
    "place.rank": ("{near} na região · {all} no país", "{near} in the region · {all} in the country"),
    "place.rank.mainland": ("{near} na região · {all} no continente", "{near} in the region · {all} on the mainland"),
    "place.rank.all": ("{all} no país", "{all} in the country"),
    "place.rank.all.mainland": ("{all} no continente", "{all} on the mainland"),
    "place.rank.highest": ("{rank}, do mais alto", "{rank}, from the highest"),
    "place.per_thousand": (
        "{n} por mil habitantes (população de {period})",
        "{n} per thousand inhabitants (population of {period})",
    ),
    "place.index": ("índice: {periods} = 100", "index: {periods} = 100"),
    "place.alt.lines": (
        "{name}, evolução de {first} a {last}: {values}",
        "{name} from {first} to {last}: {values}",
    ),
    "place.alt.bars": ("{name}, {period}: {values}", "{name}, {period}: {values}"),
    # few cases
    "cases.mortalidade_infantil.dots": (
        "Um círculo por nado-vivo ({of}), os cheios são óbitos ({n})",
        "A circle for each live birth ({of}), full for a death ({n})",
    ),
    "cases.mortalidade_infantil.more": (
        "A taxa é {rate}; um só óbito daria {one}. Mediana {of} do país: {middle}.",
        "The rate is {rate}; a single death would bring it to {one}. Median {of} of the country: {middle}.",
    ),
    # below
    "place.sources": ("Fontes: {names}", "Sources: {names}"),
    "place.rule": (
        "«melhor» e «pior» só onde há sentido acordado e casos que cheguem; medianas dos valores de cada território",
        "“better” and “worse” only where a direction is agreed and cases are enough; medians of the places' own values",
    ),
    "place.take": ("descarregar", "download"),
    "place.cite": ("Citar", "Cite"),
    "place.caveat": ("ressalva", "caveat"),
    "place.caveats": ("Ressalvas ({n})", "Caveats ({n})"),
    "place.citation": ("Retrato: {name}", "Portrait: {name}"),
    "place.more": ("mais {n} na tabela", "{n} more in the table"),
    "place.about": ("Sobre este território", "About this place"),
    "place.table": ("Todos os indicadores em tabela", "All indicators in a table"),
    "place.locator": ("Onde fica {who}, {inside}", "Where {who} is, {inside}"),
}

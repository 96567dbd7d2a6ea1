"""Words of the pages about domains and places."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # overview
    "overview.answer": (
        (
            "Dos {ROWS} indicadores da Tabela 3, {with_data} têm valores carregados, {municipal} deles por município e "
            "{partial} só de alguns municípios; faltam {without}, cada um com a razão escrita."
        ),
        (
            "Of the {ROWS} indicators of Table 3, {with_data} have figures loaded, {municipal} of them per"
            " municipality and {partial} of a few municipalities only; {without} are missing, each with its reason."
        ),
    ),
    "overview.key": (
        (
            "Em cada indicador: o valor do país e, ao lado, os municípios do mais baixo ao mais alto; a faixa vai de 10"
            " % a 90 % deles, o traço é a mediana, o losango o país. Regiões em NUTS 2024."
        ),
        (
            "For each indicator: the national value and, beside it, municipalities from lowest to highest; the band"
            " spans 10% to 90% of them, the tick is the median, the diamond the country. Regions in NUTS 2024."
        ),
    ),
    "overview.known": ("{n} de {of} indicadores com dados", "{n} of {of} indicators with data"),
    "overview.missing": ("Sem dados ({n})", "No data ({n})"),
    "overview.mainland": ("Continente", "Mainland"),
    "overview.spread": ("municípios, do mais baixo ao mais alto", "municipalities, lowest to highest"),
    "overview.no_national": ("sem valor nacional", "no national value"),
    "overview.see_state": ("Ver o estado de cada linha", "See the state of each row"),
    # municipality
    "municipality.question": (
        "O retrato {of}, ao lado da sua região e do país",
        "The portrait {of}, beside its region and the country",
    ),
    "municipality.question.country": ("O retrato {of}", "The portrait {of}"),
    "municipality.level": ("Nível", "Level"),
    "municipality.members": ("Municípios", "Municipalities"),
    "municipality.inside": ("Dentro {of}", "Parts {of}"),
    "municipality.answer.none": (
        "{inside} ainda não há valores carregados.",
        "{inside} no figures are loaded yet.",
    ),
    "municipality.in_country": ("no país", "in the country"),
    "municipality.among.municipio": ("Entre os municípios do país", "Among all municipalities"),
    "municipality.among.nuts3": ("Entre as NUTS III do país", "Among all NUTS 3 regions"),
    "municipality.among.nuts2": ("Entre as NUTS II do país", "Among all NUTS 2 regions"),
    "municipality.among.nuts1": ("Entre as NUTS I do país", "Among all NUTS 1 regions"),
    "municipality.rank_in": ("Posição {inside}", "Rank {inside}"),
    "municipality.rank_country": ("Posição no país", "Rank in the country"),
    "municipality.series": ("Série de {indicator}", "Series of {indicator}"),
    "municipality.small": (
        "Tem menos de {limit} habitantes: poucos casos mudam muito uma taxa, e as posições leem-se com cautela.",
        "It has fewer than {limit} inhabitants: a few cases move a rate a lot, so read ranks with care.",
    ),
    "municipality.not_here": (
        "A fonte tem valores para outros territórios, mas não para este.",
        "The source has figures for other territories, but not for this one.",
    ),
    "municipality.without": (
        "Indicadores sem valor para este território ({n})",
        "Indicators without a figure for this territory ({n})",
    ),
    "municipality.group": ("CIM ou AM (derivada da NUTS III)", "Intermunicipal body (derived from NUTS 3)"),
    "municipality.district": ("Distrito ou ilha", "District or island"),
    # compare
    "compare.question": ("Contra quem?", "Against whom?"),
    "compare.title": ("{indicator}: {places}", "{indicator}: {places}"),
    "compare.answer": (
        "Em {period}, de {n} territórios com valor, o mais alto é o {high} ({top}) e o mais baixo o {low} ({bottom}).",
        (
            "In {period}, of {n} places with a value, the highest is that {high} ({top}) and the lowest that {low}"
            " ({bottom})."
        ),
    ),
    "compare.answer.same": (
        "Em {period}, os {n} territórios que se comparam têm o mesmo valor ({top}).",
        "In {period}, the {n} places that compare have the same value ({top}).",
    ),
    "compare.answer.few": (
        "Não entra quem tem casos de menos, ou não se sabe quantos: {names}.",
        "Left out, with too few cases or an unknown number of them: {names}.",
    ),
    "compare.beside": ("Ao lado do país", "Beside the country"),
    "compare.interval": ("Intervalo", "Interval"),
    "compare.whole": (
        "Contagens completas: não têm intervalo de amostragem.",
        "Complete counts: they have no sampling interval.",
    ),
    "compare.cases": ("Casos", "Cases"),
    "compare.answer.one": (
        "Escolher pelo menos dois territórios com valor.",
        "Choose at least two places with a value.",
    ),
    "compare.places": ("Territórios (até 10)", "Places (up to 10)"),
    "compare.indicators": ("Indicadores (até 6)", "Indicators (up to 6)"),
    "compare.mode": ("Valores", "Values"),
    "compare.absolute": ("absolutos", "absolute"),
    "compare.indexed": ("índice", "index"),
    "compare.base": ("{period} = 100", "{period} = 100"),
    "compare.no_base": (
        "Não há período em que todos tenham valor positivo: mostram-se os valores absolutos.",
        "There is no period in which all have a positive value: absolute values are shown.",
    ),
    "compare.gap": ("Sem valor neste indicador: {names}.", "No value for this indicator: {names}."),
    "series.one_period": (
        "Só há valores de um período: não se desenha linha.",
        "There are figures of one period only: no line is drawn.",
    ),
    "compare.none": (
        "Nenhum destes territórios tem valores para este indicador.",
        "None of these places has figures for this indicator.",
    ),
    # domain
    "domain.choose": ("Domínio", "Domain"),
    "domain.answer": (
        "Com valores: {n} de {of} indicadores; por município: {municipal}.",
        "With figures: {n} of {of} indicators; by municipality: {municipal}.",
    ),
    "domain.spread": (
        (
            "Onde os municípios mais se afastam: {name}, com os 10 % mais altos a partir de {ratio} vezes o limite dos"
            " 10 % mais baixos."
        ),
        (
            "Where municipalities differ most: {name}, the highest 10% starting at {ratio} times the limit of the"
            " lowest 10%."
        ),
    ),
    "domain.table": ("Indicadores do domínio com valores", "Indicators of the domain with figures"),
    "domain.national": ("Valor nacional", "National value"),
    "domain.highest": ("Mais alto", "Highest"),
    "domain.lowest": ("Mais baixo", "Lowest"),
    "domain.tied": ("e mais {n}", "plus {n}"),
    "domain.complete": ("Nenhum indicador deste domínio está por preencher.", "No indicator of this domain is empty."),
    # relation
    "peers.question": ("Como quem?", "Like whom?"),
    "peers.title": ("Que municípios se parecem com {who}?", "Which municipalities are like {who}?"),
    "peers.answer": (
        "Os municípios mais parecidos com {who} são {names}.",
        "The municipalities most like {who} are {names}.",
    ),
    "peers.none": (
        (
            "Não se pode comparar {who}: nenhuma característica tem peso, falta-lhe uma das que têm, ou não há outro"
            " no grupo."
        ),
        "{who} cannot be compared: no feature has weight, it lacks one that has, or there is no other in the group.",
    ),
    "peers.compare": ("Comparar os quatro", "Compare the four"),
    "peers.group": ("Entre", "Among"),
    "peers.group.eleitores": ("Grupo da lei, por eleitores", "Legal group, by voters"),
    "peers.group.eim": ("Mesma CIM ou AM", "Same inter-municipal entity"),
    "peers.group.todos": ("Todos os municípios", "All municipalities"),
    "peers.among.eleitores": (
        (
            "Comparado com os outros {n} municípios com {voters} (artigo 57.º da Lei n.º 169/1999; eleitores das"
            " autárquicas de 2025, lista fixa)."
        ),
        (
            "Compared with the other {n} municipalities with {voters} (article 57 of Lei 169/1999; voters of the 2025"
            " local elections, fixed list)."
        ),
    ),
    "peers.among.eim": (
        "Comparado com os outros {n} municípios {of}.",
        "Compared with the other {n} municipalities {of}.",
    ),
    "peers.among.todos": ("Comparado com os outros {n} municípios.", "Compared with the other {n} municipalities."),
    "peers.class.ate_10000": ("até 10\u00a0000 eleitores", "up to 10,000 voters"),
    "peers.class.ate_50000": ("mais de 10\u00a0000 e até 50\u00a0000 eleitores", "over 10,000 and up to 50,000 voters"),
    "peers.class.menos_100000": (
        "mais de 50\u00a0000 e menos de 100\u00a0000 eleitores",
        "over 50,000 and under 100,000 voters",
    ),
    "peers.class.desde_100000": (
        "100\u00a0000 ou mais eleitores, Lisboa e Porto incluídos",
        "100,000 voters or more, Lisboa and Porto included",
    ),
    "peers.weights": ("Pesos", "Weights"),
    "peers.how": (
        (
            "Distância: raiz da média, com os pesos escolhidos, das diferenças ao quadrado, em desvios-padrão de todos"
            " os municípios; 0 é igual. Densidade, deslocações e eletricidade são também indicadores da Estratégia: com"
            " peso 0 deixam de contar."
        ),
        (
            "Distance: root of the mean, with the chosen weights, of squared differences in standard deviations over"
            " all municipalities; 0 is equal. Density, commuting and electricity are also indicators of the strategy:"
            " with weight 0 they no longer count."
        ),
    ),
    "peers.distance": ("Distância", "Distance"),
    "peers.reasons": ("Mais parecidos em", "Most alike in"),
    "peers.difference": ("Mais diferentes em", "Most different in"),
    "peers.feature": ("{feature}: {there} (aqui {here})", "{feature}: {there} (here {here})"),
    "peers.caption": ("Os mais próximos {of}. {periods}.", "Nearest neighbours {of}. {periods}."),
    "peers.standing": (
        (
            "Os valores {of} entre os destes; a mediana é dos semelhantes, sem {who}. Totais ficam de fora: seguem o"
            " tamanho."
        ),
        (
            "The figures {of} among theirs; the median is of the peers, without {who}. Totals are left out: they"
            " follow size."
        ),
    ),
    "peers.median": ("Mediana dos semelhantes", "Median of the peers"),
    "peers.rank": ("Posição entre eles", "Rank among them"),
    "peers.populacao": ("População residente", "Resident population"),
    "peers.densidade": ("Habitantes por km²", "Inhabitants per km²"),
    "peers.area": ("Área (km²)", "Area (km²)"),
    "peers.natalidade": ("Nascimentos por 1000 habitantes", "Births per 1,000 inhabitants"),
    "peers.pendulares": ("Deslocações sustentáveis (%)", "Sustainable commuting (%)"),
    "peers.eletricidade": ("Eletricidade doméstica (kWh/hab.)", "Household electricity (kWh per person)"),
    "relation.question": ("Juntamente com quê?", "Together with what?"),
    "relation.title": ("{x} e {y}", "{x} and {y}"),
    "relation.x": ("Na horizontal", "Across"),
    "relation.y": ("Na vertical", "Upwards"),
    "relation.up": ("onde um é maior, o outro tende a ser maior", "where one is higher, the other tends to be higher"),
    "relation.down": ("onde um é maior, o outro tende a ser menor", "where one is higher, the other tends to be lower"),
    "relation.none": ("Não se vê relação entre os dois.", "No relation between the two is seen."),
    "relation.weak": ("Relação fraca: {sense}.", "A weak relation: {sense}."),
    "relation.middling": ("Relação moderada: {sense}.", "A moderate relation: {sense}."),
    "relation.strong": ("Relação forte: {sense}.", "A strong relation: {sense}."),
    "relation.numbers": (
        "Correlação de Spearman {rho}, de Pearson {r}, em {n} territórios.",
        "Spearman correlation {rho}, Pearson {r}, over {n} places.",
    ),
    "relation.few": (
        "Só {n} {n:território tem|territórios têm} valor nos dois, ou um deles não varia: com menos de {few} não"
        " se afirma relação.",
        (
            "Only {n} {n:place has|places have} both values, or one of them does not vary: below {few} no relation"
            " is stated."
        ),
    ),
    "relation.caveat": (
        (
            "Andar junto não é ser causa: os períodos podem diferir, o tamanho dos territórios pesa nas contagens, e o"
            " que vale para territórios pode não valer para pessoas."
        ),
        (
            "Going together is not causing: periods may differ, the size of places weighs on counts, and what holds for"
            " places may not hold for people."
        ),
    ),
    "relation.left_out": (
        "Sem valor em pelo menos um dos dois: {n} {n:território|territórios}, fora da figura.",
        "Without a value in at least one of the two: {n} {n:place|places}, not in the picture.",
    ),
    "relation.too_few_indicators": (
        "A este nível não há dois indicadores com valores.",
        "At this level there are not two indicators with figures.",
    ),
    "relation.log": ("escala logarítmica", "logarithmic scale"),
    "relation.group": ("Região", "Region"),
}

"""The pages of one indicator: what it is, what the figures say, map, evolution, regions, verdict; or why there are
none.
"""

from collections.abc import Iterator

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.judgement.trend import RULES
from core.terms.formats import number, with_unit
from core.terms.period import label
from core.terms.territory import COUNTRY, VERSION
from core.warehouse import queries
from reports.context import Sources
from reports.drawing import gap_words, lines_of, map_of
from reports.model import Block, Heading, Picture, Table, Text
from show import findings
from show.charts import BLUE
from show.scale import classify
from show.sentences import area_name, got, said_of, why_missing
from show.texts import t

_SHOWN = 5


def pages(s: Sources, item: Indicator) -> Iterator[Block]:
    """Heading, definition, and what there is; without figures the reason, the owner and what closes the gap."""
    yield Heading(2, f"{item.row}. {item.name.get('pt')}")
    yield Text(
        f"Linha {item.row} da Tabela 3: {item.indicator} › {item.sub_indicator}. «{item.description}». Fonte indicada"
        f" na Estratégia: {item.table3_source}. Unidade: {item.unit.pt}.",
        "fine",
    )
    found = s.read.summary(item)
    if found is None:
        yield from _nothing(item)
        return
    if found.country and found.country.now:
        yield Text(said_of(found.country, found.country.now.period, "pt"), "lead")
    yield Text(judgement(found.card, area_name(found.card.territory_id, "pt")))
    yield from _map(s, item)
    yield from _evolution(s, item)
    yield from _ends(s, item)
    yield from _regions(s, item)
    yield from goals(item)
    yield Text(source(s, item, found.series), "fine")


def _nothing(item: Indicator) -> Iterator[Block]:
    state = item.source_state
    yield Text("Não há valores nesta versão dos dados.", "lead")
    closes = f" O que o resolve: {state.closes.pt}" if state.closes else ""
    yield Text(f"Porquê: {why_missing(item, 'pt')} Quem pode resolver: {state.owner}.{closes}")
    yield from goals(item)


def judgement(card: Card, place: str) -> str:
    """State, reason, points and test in a sentence or two."""
    said = f"Juízo ({place}): {t(f'verdict.{card.state}', 'pt').lower()}"
    if card.reason:
        return f"{said}, porque {t(f'reason.{card.reason}', 'pt')}. Regras {RULES}."
    trend = findings.trend_said(card.trend, card.item, card.series, place, "pt")
    for v in card.verdicts:
        said += (
            f". Meta de {with_unit(v.target.value, card.item.decimals, card.item.unit_for(card.series, 'pt'))} até"
            f" {v.target.year}: {t(f'verdict.{v.state}', 'pt').lower()}"
        )
        said += f" ({t(f'reason.{v.reason}', 'pt')})" if v.reason else ""
        if v.ratio is not None:
            said += f", a {number(100 * v.ratio, 0)} % do ritmo exigido"
    return f"{said}. {trend} Regras {RULES}.".replace("  ", " ")


def _map(s: Sources, item: Indicator) -> Iterator[Block]:
    series = s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods:
        return
    period = periods[-1]
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, period)
    percentage = item.unit_for(series, "pt").startswith("%")
    scale = classify(
        queries.history(s.store, item.id, series, "municipio", VERSION), percentage=percentage, decimals=item.decimals
    )
    known = int(rows["value"].notna().sum())
    name = f"{item.name.get('pt')}, por município, {label(period, 'pt')}"
    alt = (
        f"Mapa: {name}. {known} de {len(rows)} municípios com valor, de"
        f" {number(float(rows['value'].min()), item.decimals)} a {number(float(rows['value'].max()), item.decimals)}"
        f" ({item.unit_for(series, 'pt')})."
    )
    yield Picture(
        map_of(rows, scale, item, series, period, "municipio"),
        alt,
        f"{name} ({item.unit_for(series, 'pt')}). {source(s, item, series)}",
        0.74,
    )


def _ends(s: Sources, item: Indicator) -> Iterator[Block]:
    """The municípios with the highest and lowest values; none for counts, which only say how large a place is."""
    series = s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods or item.rule_for(series).rule == "sum":
        return
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, periods[-1])
    known = rows[rows["value"].notna()].sort_values(["value", "territory_id"])
    for title, part in (("mais altos", known[::-1].head(_SHOWN)), ("mais baixos", known.head(_SHOWN))):
        lines = tuple(
            (str(r.name), str(r.region), number(float(r.value), item.decimals, aligned=True))
            for r in part.itertuples(index=False)
        )
        edge = float(part["value"].iloc[-1])
        tied = int((known["value"] == edge).sum() - (part["value"] == edge).sum())
        more = f"; mais {tied} com o valor do último" if tied else ""
        caption = (
            f"{item.name.get('pt')}: municípios com os valores {title}, {label(periods[-1], 'pt')}"
            f" ({item.unit_for(series, 'pt')}){more}"
        )
        yield Table(caption, ("Município", "NUTS III", "Valor"), lines, (3, 3, 1.4), frozenset({2}))


def _evolution(s: Sources, item: Indicator) -> Iterator[Block]:
    series = s.read.shown(item)
    rows = s.read.values(item, series, [COUNTRY])
    if rows["value"].isna().all():
        return
    level = "municipio"
    band = None
    if periods := s.read.periods(item, series, level):
        band = queries.spread(s.store, item.id, series, level, VERSION)
        band = band[band["period"].isin(periods)]
    drawn = lines_of([("Portugal", rows, BLUE)], band, item, series)
    if drawn:
        known = rows[rows["value"].notna()]
        ends = [
            f"{number(float(known['value'].iloc[k]), item.decimals)} em {label(str(known['period'].iloc[k]), 'pt')}"
            for k in (0, -1)
        ]
        note = " Faixa: 10 % a 90 % dos municípios." if band is not None and len(band) > 1 else ""
        alt = f"Evolução de {item.name.get('pt')} em Portugal: {ends[0]}, {ends[1]}."
        yield Picture(
            drawn,
            alt,
            f"{item.name.get('pt')}, evolução ({item.unit_for(series, 'pt')}).{note} {source(s, item, series)}",
            0.85,
        )


def _regions(s: Sources, item: Indicator) -> Iterator[Block]:
    """NUTS II and III beside one another, newest period; a missing value says what it is."""
    for level, name in (("nuts2", "NUTS II"), ("nuts3", "NUTS III")):
        yield from _places(s, item, level, name)


def _places(s: Sources, item: Indicator, level: str, name: str) -> Iterator[Block]:
    series = s.read.shown(item, level)
    periods = s.read.periods(item, series, level)
    if not periods:
        return
    rows = queries.slice_at(s.store, item.id, series, level, VERSION, periods[-1])
    lines = tuple(
        (
            str(r.name),
            (
                number(float(r.value), item.decimals, aligned=True)
                if r.value == r.value
                else gap_words(str(r.status), str(r.conf))
            ),
            "" if r.status == "A" else gap_words(str(r.status), str(r.conf)),
        )
        for r in rows.itertuples(index=False)
    )
    caption = (
        f"{item.name.get('pt')} por {name} (versão {VERSION}), {label(periods[-1], 'pt')}"
        f" ({item.unit_for(series, 'pt')})"
    )
    yield Table(caption, ("Região", "Valor", "Estado do valor"), lines, (3, 1.4, 3), frozenset({1}))


def goals(item: Indicator) -> Iterator[Block]:
    """Targets of law and strategy, and why some of them cannot be judged by."""
    if not item.targets:
        return
    rows = []
    for g in item.targets:
        unit = g.unit.pt if g.unit else item.unit.pt
        use = "julga-se" if g.use == "target" else f"contexto: {g.why.pt if g.why else ''}"
        value = f"{number(g.value, 1 if g.value % 1 else 0)} {unit}"
        rows.append((g.name.pt, value, str(g.year), f"{g.source} ({t(f'card.status.{g.status}', 'pt')})", use))
    yield Table(
        "Metas que a lei ou uma estratégia fixam",
        ("Meta", "Valor", "Ano", "Fonte", "Uso"),
        tuple(rows),
        (2.4, 2, 0.8, 2.6, 3),
    )


def source(s: Sources, item: Indicator, series: str) -> str:
    """Citation, licence and date of what brought the newest period of a series."""
    periods = [p for x in s.read.have.get(item.id, ()) if x.series == series for p in x.periods]
    origin = s.read.origin(item, series, periods[-1]) if periods else None
    if origin is None:
        return f"Fonte: {s.catalogue.sources[item.provider].name.pt}."
    got_on = got(origin, "pt")
    said = f"Fonte: {origin.citation.rstrip('.')}. Licença: {origin.licence}. {got_on[:1].upper()}{got_on[1:]}."
    return f"{said} {t('stale', 'pt')[:1].upper()}{t('stale', 'pt')[1:]}." if origin.stale else said

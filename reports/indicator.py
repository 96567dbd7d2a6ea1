"""The pages of one indicator: what it is, what the figures say, map, evolution, regions, verdict; or why there are
none.
"""

from collections.abc import Iterator

from core.catalogue.catalogue import Indicator
from core.judgement.judge import Card
from core.judgement.windows import RULES
from core.reading import chance
from core.strategy import evidence
from core.terms.formats import exact, number, with_unit
from core.terms.period import label
from core.terms.territory import VERSION
from core.warehouse import queries
from reports.context import Sources
from reports.drawing import gap_words, lines_of, map_of
from reports.model import Block, Heading, Picture, Table, Text
from show import cases, findings, verdicts
from show.charts import BLUE
from show.scale import classify
from show.sentences import aged, area_name, coverage, got, owed, said_of, why_missing
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
        yield from _nothing(s, item)
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


def _nothing(s: Sources, item: Indicator) -> Iterator[Block]:
    state = item.source_state
    yield Text("Não há valores nesta versão dos dados.", "lead")
    closes = f" O que o resolve: {state.closes.pt}" if state.closes else ""
    yield Text(f"Porquê: {why_missing(item, 'pt')} {owed(s.asked(item), 'pt')}{closes}")
    yield from goals(item)


def judgement(card: Card, place: str) -> str:
    """Both windows, whether they speak of the Strategy, and each target, in a sentence or two each."""
    said = f"Juízo ({place}), {t('window.long', 'pt').lower()}: {t(f'verdict.{card.state}', 'pt').lower()}"
    if card.reason == "no_data":
        return f"{said}, porque {t(f'reason.{card.reason}', 'pt')}. Regras {RULES}."
    trend = "" if card.reason else findings.trend_said(card.trend, card.item, card.series, place, "pt")
    said += f", porque {t(f'reason.{card.reason}', 'pt')}." if card.reason else "."
    decimals, unit = card.item.decimals_for(card.series), card.item.unit_for(card.series, "pt")
    parts = [said, trend, f"{t('window.short', 'pt')}: {t(f'pace.{card.short.state}', 'pt').lower()}."]
    parts += [verdicts.short_said(card, "pt"), verdicts.speaks_said(card, "pt")]
    for v in card.verdicts:
        aim = (
            f"Meta de {with_unit(v.target.value, decimals, unit)} até"
            f" {v.target.year}: {t(f'verdict.{v.state}', 'pt').lower()}"
        )
        aim += f" ({t(f'reason.{v.reason}', 'pt')})" if v.reason else ""
        aim += "" if v.ratio is None else f", a {number(100 * v.ratio, 0)} % do ritmo exigido"
        parts.append(f"{aim}.")
    return " ".join([*filter(None, parts), f"Regras {RULES}."])


def _map(s: Sources, item: Indicator) -> Iterator[Block]:
    series = s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods:
        return
    period = periods[-1]
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, period)
    percentage = item.unit_for(series, "pt").startswith("%")
    scale = classify(
        queries.history(s.store, item.id, series, "municipio", VERSION),
        percentage=percentage,
        decimals=item.decimals_for(series),
    )
    decimals, known = item.decimals_for(series), s.read.covered(item, series, "municipio", VERSION, period)
    name = f"{item.name.get('pt')}, por município, {label(period, 'pt')}"
    alt = (
        f"Mapa: {name}. Com valor {coverage(known, 'pt') if known else '–'}; de"
        f" {number(float(rows['value'].min()), decimals)} a {number(float(rows['value'].max()), decimals)}"
        f" ({item.unit_for(series, 'pt')})."
    )
    few = cases.on_map(item.basis_for(series), chance.marks(item, series, rows), "pt")
    yield Picture(
        map_of(rows, scale, item, series, period, "municipio"),
        alt,
        " ".join(filter(None, (f"{name} ({item.unit_for(series, 'pt')}).", few, source(s, item, series)))),
        0.74,
    )


def _ends(s: Sources, item: Indicator) -> Iterator[Block]:
    """The municípios with the highest and lowest values, as they are shown; none for counts, which only say how large a
    place is, and no place with too few cases.
    """
    series = s.read.shown(item, "municipio")
    periods = s.read.periods(item, series, "municipio")
    if not periods or item.rule_for(series).rule == "sum":
        return
    rows = queries.slice_at(s.store, item.id, series, "municipio", VERSION, periods[-1])
    rows = rows.assign(
        value=chance.placed(item, series, rows).to_numpy(),
        few=[cases.mark(item.basis_for(series), m, "pt") for m in chance.marks(item, series, rows)],
    )
    known = rows[rows["value"].notna()].sort_values(["value", "territory_id"])
    if known.empty:
        return
    for title, part in (("mais altos", known[::-1].head(_SHOWN)), ("mais baixos", known.head(_SHOWN))):
        lines = tuple(
            (
                f"{r.name} ({r.few})" if r.few else str(r.name),
                str(r.region),
                number(float(r.value), item.decimals_for(series), aligned=True),
            )
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
    found = s.read.widest(item)
    if found is None:
        return
    series, rows, name = found.series, found.rows, area_name(found.where.self.id, "pt")
    level = "municipio"
    band = None
    if periods := s.read.periods(item, series, level):
        band = queries.spread(s.store, item.id, series, level, VERSION)
        band = band[band["period"].isin(periods)]
    drawn = lines_of([(name, rows, BLUE)], band, item, series, s.read.parted(item, series))
    if drawn:
        known, decimals = rows[rows["value"].notna()], item.decimals_for(series)
        ends = [
            f"{number(float(known['value'].iloc[k]), decimals)} em {label(str(known['period'].iloc[k]), 'pt')}"
            for k in (0, -1)
        ]
        note = " Faixa: 10 % a 90 % dos municípios." if band is not None and len(band) > 1 else ""
        alt = f"Evolução de {item.name.get('pt')} ({name}): {ends[0]}, {ends[1]}."
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
                number(float(r.value), item.decimals_for(series), aligned=True)
                if r.value == r.value
                else gap_words(str(r.status), str(r.conf), r.note)
            ),
            "" if r.status == "A" else gap_words(str(r.status), str(r.conf), r.note),
        )
        for r in rows.itertuples(index=False)
    )
    caption = (
        f"{item.name.get('pt')} por {name} (versão {VERSION}), {label(periods[-1], 'pt')}"
        f" ({item.unit_for(series, 'pt')})"
    )
    yield Table(caption, ("Região", "Valor", "Estado do valor"), lines, (3, 1.4, 3), frozenset({1}))


def goals(item: Indicator) -> Iterator[Block]:
    """Targets of law and strategy, and why some of them cannot be judged by; those that documents alone tell of too."""
    told = evidence.load().targets_of(item.id)
    if not item.targets and not told:
        return
    why = {x.value: x.why.pt for x in reversed(told) if x.use == "judges"}
    rows = []
    for g in item.targets:
        unit = g.unit.pt if g.unit else item.unit.pt
        use = (
            f"julga-se. {why.get(g.value, '')}".strip()
            if g.use == "target"
            else f"contexto: {g.why.pt if g.why else ''}"
        )
        value = f"{number(g.value, 1 if g.value % 1 else 0)} {unit}"
        rows.append((g.name.pt, value, str(g.year), f"{g.source} ({t(f'card.status.{g.status}', 'pt')})", use))
    there = {g.value for g in item.targets}
    for x in told:
        if x.value is not None and x.value not in there:
            value = f"{exact(x.value)} {x.unit.pt if x.unit else ''}".strip()
            source_of = f"{x.legal_act or x.document.pt} ({x.address})"
            use = f"{t(f'goals.use.{x.use}', 'pt')}: {x.why.pt}"
            rows.append((x.document.pt, value, label(x.year, "pt") if x.year else "", source_of, use))
    yield Table(
        "Metas que a lei ou uma estratégia fixam",
        ("Meta", "Valor", "Ano", "Fonte", "Uso"),
        tuple(rows),
        (2.4, 2, 0.8, 2.6, 3),
    )


def _begun(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def source(s: Sources, item: Indicator, series: str) -> str:
    """Citation, licence, age of the newest period of a series, and when we got it."""
    periods = [p for x in s.read.have.get(item.id, ()) if x.series == series for p in x.periods]
    origin = s.read.origin(item, series, periods[-1]) if periods else None
    if origin is None:
        return f"Fonte: {s.catalogue.sources[item.provider].name.pt}."
    got_on = got(origin, "pt")
    aged_so = aged(periods[-1], s.until, "pt")
    said = f"Fonte: {origin.citation.rstrip('.')}. Licença: {origin.licence}. {_begun(aged_so)} {_begun(got_on)}"
    return f"{said} {_begun(t('stale', 'pt'))}" if origin.stale else said

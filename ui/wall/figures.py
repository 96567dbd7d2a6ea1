"""Scenes of figures: the country, a domain, a region."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.base.typed import Text
from core.judgement.judge import Card
from core.judgement.windows import RULES
from core.reading.model import Position
from core.reading.nation import tally
from core.reading.reading import Reading
from core.room.playlists import Spec
from core.terms.period import label
from core.terms.territory import Territory
from core.warehouse import checks
from show import verdicts
from show.sentences import said_name, within
from show.spoken import Spoken, spoken
from show.texts import t
from show.tree import Node, h
from ui.data import judged as steer
from ui.data.context import Context
from ui.data.read import reader
from ui.wall.parts import LANG, Scene, Shown, agreed, amount, mark, named, provider, row, rows, stale, unknown


def national(context: Context, spec: Spec) -> Shown:
    """How the country stands, a tile per domain."""
    judged = steer.national(context)
    marked, late = _marked(context, judged)
    tiles = [_tile(context, d.name, judged, marked) for d in context.catalogue.domains]
    whole = tally(judged.values())
    said = verdicts.tally_short(whole, LANG)
    said += t("wall.late_too", LANG, n=len(late)) if late else ""
    return Shown(
        t("wall.country", LANG),
        said,
        h("ul", {"class": "w-tiles"}, *tiles),
        t("wall.table3", LANG, n=whole.known, rules=RULES),
    )


def _marked(context: Context, judged: Mapping[str, Card]) -> tuple[dict[str, str], set[str]]:
    """The mark of each indicator, none where its figures are older than they may be; and of which judged ones that is
    so.
    """
    known, marked, late = checks.read(), {}, set()
    for id_, card in judged.items():
        marked[id_] = mark(card.state)
        if card.state != "not_assessable" and stale(context, card.item, card.series, card.trend.used[-1], known):
            marked[id_] = ""
            late.add(id_)
    return marked, late


def _tile(context: Context, domain: str, judged: Mapping[str, Card], marked: Mapping[str, str]) -> Node:
    """A domain's message, the counts behind it, and how many of its indicators have a figure of the country."""
    mine = [judged[i.id] for i in context.catalogue.indicators if i.domain == domain]
    found = tally(mine)
    good, bad = (sum(marked[c.item.id] == m for c in mine) for m in ("good", "bad"))
    counts = [
        h("span", {"data-mark": m} if coloured else {}, f"{sign} {n}")
        for m, sign, n, coloured in (("good", "▲", found.good, good), ("bad", "▼", found.bad, bad))
        if n
    ]
    return h(
        "li",
        {},
        h("span", {"class": "w-name"}, domain.removesuffix(" Inteligente")),
        h("span", {"class": "w-said"}, verdicts.domain_said(found, LANG)),
        h("span", {"class": "w-note"}, *counts, h("span", {}, t("wall.known", LANG, n=found.known, of=found.of))),
    )


def domain(context: Context, spec: Spec) -> Shown:
    """The indicators of a domain that have a national value, those that can be judged first."""
    judged = {i: c for i, c in steer.national(context).items() if c.item.domain == spec.domain}
    if not judged:
        raise unknown("domínio", spec.domain)
    known = [c for c in sorted(judged.values(), key=lambda c: c.item.place) if c.points]
    known.sort(key=lambda c: c.state == "not_assessable")
    marked, late = _marked(context, {c.item.id: c for c in known})
    whole = tally(judged.values())
    said = verdicts.domain_said(whole, LANG)
    said += t("wall.late_too", LANG, n=len(late)) if late else ""
    lines = [
        row(
            named(c.item, c.series, 44),
            amount(c.points[-1][1], c.item, c.series),
            _word(c, c.item.id in late),
            marked[c.item.id] and agreed(context, c.item, c.series, c.state),
        )
        for c in known
    ]
    sources = ", ".join(sorted({provider(context, c.item) for c in known}))
    source = t("wall.known", LANG, n=whole.known, of=whole.of)
    source += " · " + t("wall.of_domain", LANG, sources=sources) if known else ""
    return Shown(str(spec.domain), said, rows(lines, t("wall.no_figures", LANG)), source)


def _word(card: Card, late: bool) -> str:
    """What a row says beside its value: its period, the verdict and the years it rests on, or that it is out of time;
    the series, where there are several.
    """
    said, span = t(f"verdict.{card.state}", LANG), label(card.points[-1][0], LANG)
    if late:
        said = t("wall.out_of_time", LANG)
    elif card.state != "not_assessable":
        span = f"{label(card.trend.used[0], LANG)}–{label(card.trend.used[-1], LANG)}"
    series = card.item.get_series(card.series)
    which = (series.part or series.name).get(LANG)
    return " · ".join([said, span, *([within(which)] if len(card.item.series) > 1 else [])])


def region(context: Context, spec: Spec) -> Shown:
    """One place: where it stands among its peers, the most outstanding first; what rests on few cases, or is shared
    with others, after that.
    """
    if spec.territory not in context.territories:
        raise unknown("território", spec.territory)
    here = context.territories[str(spec.territory)]
    found = sorted(_standings(context, here, spec.version), key=lambda x: (x.late, x.weak, x.far))
    peers = t(f"levels.{here.level}", LANG)
    lines = [
        row(
            named(x.read.item, x.read.series, 44),
            x.figure,
            " · ".join(filter(None, (x.among(_ranked(here, x), peers), label(x.period, LANG), x.word, _late(x.late)))),
        )
        for x in found
    ]
    said = t("wall.no_figures", LANG)
    if found:
        top = found[0]
        key = "wall.first" if top.at.rank == 1 else "wall.last" if top.at.rank == top.at.of else "wall.stands"
        said = t(
            key if not top.weak else "wall.stands",
            LANG,
            name=here.name,
            indicator=said_name(top.read.item, top.read.series, LANG),
            rank=_ranked(here, top),
            of=top.at.of,
            places=peers,
            period=label(top.period, LANG),
        )
    return Shown(
        f"{here.name} · {t(f'level.{here.level}', LANG)}",
        said,
        rows(lines, t("wall.no_figures", LANG)),
        t("wall.ranked", LANG, version=spec.version, n=len(found)),
    )


def _ranked(here: Territory, x: "_Standing") -> str:
    """«1.º de 308», «1.ª de 26»: a rank agrees with what is ranked."""
    return t(f"rank.{here.level}", LANG, rank=x.at.rank, of=x.at.of)


def _late(late: bool) -> str:
    return t("wall.out_of_time", LANG) if late else ""


@dataclass(frozen=True)
class _Standing:
    """Where a place is among its peers in one indicator; 1 = best."""

    read: Reading
    at: Position
    late: bool
    said: Spoken

    @property
    def period(self) -> str:
        """Of the figure; there is one where there is a position."""
        assert self.read.now is not None
        return self.read.now.period

    @property
    def figure(self) -> tuple[str, str]:
        """The figure and its unit."""
        assert self.read.now is not None
        return amount(self.read.now.value, self.read.item, self.read.series)

    @property
    def weak(self) -> bool:
        """Whether it may not be what the scene says first: a tie, or few cases."""
        return bool(self.at.tied or self.said.mark)

    @property
    def far(self) -> float:
        """How far it is from the nearer end, 0 to ½."""
        return min(self.at.rank - 1, self.at.of - self.at.rank) / self.at.of

    @property
    def word(self) -> str:
        """The mark of few cases, else how it stands beside the country."""
        return self.said.mark or (self.said.compared if self.read.compared.state else "")

    def among(self, rank: str, peers: str) -> str:
        """«3.º de 308 municípios», and who else."""
        tied = t("rank.with", LANG, n=self.at.tied) if self.at.tied else ""
        return ", ".join(filter(None, (t("wall.rank", LANG, rank=rank, places=peers), tied)))


def _standings(context: Context, here: Territory, version: str) -> list[_Standing]:
    """Of the directed indicators in which the place has a rank."""
    made, known, read = [], checks.read(), reader(context)
    for item in context.catalogue.indicators:
        series = read.shown(item, here.level, version)
        periods = read.periods(item, series, here.level, version)
        if (
            not periods or item.direction == "neutral" or item.aggregation.rule == "sum"
        ):  # totals follow size, not merit
            continue
        found = read.of(item, here.id, series, periods[-1], version)
        at = found.position
        if found.now is not None and at is not None and at.of > 2 and at.tied < at.of - 1:
            late = bool(stale(context, item, series, found.now.period, known))
            made.append(_Standing(found, at, late, spoken(found, LANG)))
    return made


SCENES = (
    lambda: Scene(
        id="nacional",
        order=1,
        name=Text(pt="Portugal", en="Portugal"),
        build=national,
    ),
    lambda: Scene(
        id="dominio",
        order=2,
        name=Text(pt="Um domínio", en="A domain"),
        fields=("domain",),
        needs=("domain",),
        build=domain,
    ),
    lambda: Scene(
        id="regiao",
        order=4,
        name=Text(pt="Um território", en="A territory"),
        fields=("territory", "version"),
        needs=("territory",),
        build=region,
    ),
)

"""A limit passed."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from core.alerts.base import Number, Placed
from core.alerts.kind import AlertKind
from core.alerts.model import Finding, Given
from core.base.typed import Id, Text
from core.catalogue.catalogue import Indicator
from core.terms.formats import in_full, number
from core.terms.period import label


class Threshold(Placed):
    """The newest value of a series is above or below a limit, which is our reading unless a `source` is named."""

    kind: Literal["threshold"]
    indicator: Id
    above: Number | None = None
    below: Number | None = None
    reading: Literal["nossa"] | None = Field(None, alias="leitura")
    source: str | None = Field(None, min_length=3)

    @model_validator(mode="after")
    def _one_limit_of_one_origin(self) -> "Threshold":
        if (self.above is None) == (self.below is None):
            raise ValueError("um limiar tem above ou below, e só um")
        if (self.reading is None) == (self.source is None):
            raise ValueError("um limiar diz de onde vem: «leitura: nossa», ou source com a fonte que o fixa")
        return self


def find(rule: Threshold, given: Given) -> Iterator[Finding]:
    """A finding per territory of the rule, by its newest period."""
    item = given.items(rule.indicator)[0]
    series, period = given.newest(item, rule)
    asked = period or f"{given.today.year}"  # without any value, the places are still looked up
    table = given.places(item, series, asked, rule)
    one = len(table) == 1
    for place in table.itertuples():
        subject, value = f"{item.id}/{series}/{place.territory_id}", float(place.value)
        if period is None or value != value:
            pt, en = (item.get_series(series).naming(item.name, lang) for lang in ("pt", "en"))
            none = (f"{pt}, {place.name}: sem valor.", f"{en}, {place.name}: no value.")
            yield Finding(rule.id, subject, "no_data", none, minor=not one)
            continue
        limit, over = (rule.above, True) if rule.above is not None else (rule.below, False)
        assert limit is not None
        bad = value > limit if over else value < limit
        said = tuple(
            _limit(item, series, str(place.name), period, value, limit, over, rule, lang) for lang in ("pt", "en")
        )
        yield Finding(rule.id, subject, "bad" if bad else "ok", (said[0], said[1]), value, occurrence=period)


def _limit(
    item: Indicator,
    series: str,
    place: str,
    period: str,
    value: float,
    limit: float,
    over: bool,
    rule: Threshold,
    lang: str,
) -> str:
    """A value beside its limit, with whose limit it is."""
    pt = lang == "pt"
    side = ("máximo" if over else "mínimo") if pt else ("upper limit" if over else "lower limit")
    whose = rule.source or ("leitura nossa" if pt else "our reading")
    amount = in_full(value, item.decimals_for(series), item.unit_for(series, lang), lang)
    bound = number(limit, item.decimals_for(series), lang)
    name = item.get_series(series).naming(item.name, lang)
    return f"{name}, {place}, {label(period, lang)}: {amount}; {side}: {bound} ({whose})."


KIND = AlertKind(
    id="threshold",
    name=Text(pt="Limiar", en="Limit"),
    model=Threshold,
    find=find,
)

"""The profile of a place: município, NUTS region or country, beside those like it, with the way up and down."""

from core.base.typed import Text
from core.reading.around import Surrounded, surroundings
from core.terms.territory import COUNTRY, VERSION, VERSIONS
from show import places
from show.texts import t
from show.tree import Node, h
from ui.data.context import Context
from ui.data.read import reader
from ui.frame.routes import Page, nav
from ui.kit import dom, state
from ui.kit.controls import Bar
from ui.views import report_buttons, territorio_series
from ui.views.territorio_figures import profile
from ui.views.territorio_head import about, head
from ui.views.territorio_table import missing, table

DEFAULT = "1106"  # Lisboa: the reader's own place replaces it with one choice


def body(context: Context) -> None:
    """The profile, and below it the report of the same place."""
    report_buttons.draw(context, "territorio", _profile(context))


def _profile(context: Context) -> str:
    """Choice of place, what stands out, a small picture for each indicator; below, the place itself, all in a table,
    one series in detail, what is missing. Returns the id of the place.
    """
    lang = context.lang
    version = _version(context)
    names = places.names(context.territories, version, lang)
    bar = Bar("profile-controls", lang)
    chosen = bar.choose(state.PLACE, list(names), DEFAULT, label=t("control.place", lang), show=names.__getitem__)
    bar.choose(state.NUTS, VERSIONS[::-1], VERSION, label=t("control.nuts", lang), form="segments")
    bar.draw()
    place = reader(context).where(chosen, version)
    lines = profile(context, place)
    around: list[Surrounded] = surroundings(reader(context), place, [x.read for x in lines])
    nav(dom.draw(head(context, place, around), key="profile-head", lang=lang))
    nav(dom.draw(about(context, place), key="profile-about", lang=lang))
    if lines:
        folded = _folded(t("place.table", lang), table(context, place, lines))
        nav(dom.draw(folded, key="profile", lang=lang))
        territorio_series.draw(context, place, lines)
    dom.draw(missing(context, lines), key="profile-missing", lang=lang)
    return place.self.id


def _folded(said: str, inside: Node) -> Node:
    return h("details", {"class": "enti-missing enti-card"}, h("summary", {}, said), inside)


def _version(context: Context) -> str:
    """The NUTS version in view. A region that the address asks for brings its own; a change of version keeps the region
    of the same name and level, or else what is above it.
    """
    version = state.current(state.NUTS, VERSIONS[::-1], VERSION, lang=context.lang)
    asked = state.asked(state.PLACE)
    if asked is None or asked not in context.territories:
        return version
    place = context.territories[asked]
    if place.version in (None, version):
        return version
    if state.is_new(state.PLACE):
        state.select(state.NUTS, place.version, default=VERSION)
        return str(place.version)
    same = [x for x in context.territories.at_level(place.level, version) if x.name == place.name]
    state.select(state.PLACE, same[0].id if same else COUNTRY)
    return version


PAGE = Page(
    id="territorio",
    section="explore",
    order=3,
    name=Text(pt="Território", en="Territory"),
    description=Text(
        pt="Como é este lugar, ao lado da sua região e do país? Todos os níveis, em NUTS 2013 e 2024",
        en="What is this place like, beside its region and the country? Any level, in NUTS 2013 and 2024",
    ),
    body=body,
)

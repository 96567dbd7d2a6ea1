"""The wall, small, inside a page: the one frame there is, and it shows an address of ours, never markup."""

from urllib.parse import urlencode

import streamlit as st
from streamlit import get_option


def wall(height: int, name: str, **asked: str | int) -> str:
    """Show the wall as `asked` (keys and values of its address); `name`: what who does not see it is told. Returns its
    address from a page.
    """
    to = f"parede?{urlencode(asked)}"
    base = str(get_option("server.baseUrlPath")).strip("/")
    st.iframe(f"/{base}/{to}" if base else f"/{to}", height=height, alt=name)
    return to

"""A table that may be wider than its page: in a frame that scrolls, and that the keyboard reaches."""

from collections.abc import Sequence

from show.tree import Node, h


def table(caption: str, head: Sequence[Node], rows: Sequence[Node]) -> Node:
    """`head`: cells (th); `rows`: lines (tr). The caption names table and frame."""
    return h(
        "div",
        {"class": "enti-scroll enti-card", "tabindex": "0", "role": "region", "aria-label": caption},
        h(
            "table",
            {"class": "enti-wide"},
            h("caption", {}, caption),
            h("thead", {}, h("tr", {}, *head)),
            h("tbody", {}, *rows),
        ),
    )

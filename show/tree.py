"""HTML without markup in strings: a tree that the browser builds with text nodes only, or that paper writes out."""

from collections.abc import Sequence
from typing import Any

Node = list[Any] | str | None


def h(tag: str, attributes: dict[str, Any] | None = None, *children: Node | Sequence[Node]) -> list[Any]:
    """A node: tag, attributes, children (text, nodes, or lists of nodes). Lists are the wire format."""
    flat: list[Node] = []
    for child in children:
        if isinstance(child, list) and child and not isinstance(child[0], str):
            flat.extend(child)
        elif child is not None and child != []:
            flat.append(child)  # type: ignore[arg-type]
    return [tag, attributes or {}, *flat]

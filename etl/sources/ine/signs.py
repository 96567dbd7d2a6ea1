"""INE's conventional signs («sinal convencional») in SDMX terms. The sign itself is stored beside them."""

from typing import Final

# sign -> (status when there is no value, status when there is one, confidentiality)
SIGNS: Final[dict[str, tuple[str, str, str]]] = {
    "x": ("O", "A", "F"),
    "...": ("Q", "U", "C"),
    "¿": ("Q", "U", "C"),
    "§": ("Q", "U", "F"),
    "o": ("N", "A", "F"),
    "-": ("M", "A", "F"),
    "//": ("M", "A", "F"),
    "Po": ("O", "P", "F"),
    "Pe": ("O", "P", "F"),
    "Rc": ("O", "A", "F"),
    "Rv": ("O", "A", "F"),
    "f": ("O", "F", "F"),
    "e": ("O", "E", "F"),
    "┴": ("O", "B", "F"),
    "&": ("O", "U", "F"),
}

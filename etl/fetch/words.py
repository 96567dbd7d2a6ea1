"""Words of sources, made comparable: headers, signs and labels are written with and without accents and capitals."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())

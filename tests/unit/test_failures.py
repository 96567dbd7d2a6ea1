"""A failure of a source in a reader's words: each class, each thing once, in both languages, nothing raw."""

from collections.abc import Iterator

import pytest

from core.base.errors import SourceError
from core.warehouse import failures
from core.warehouse.checks import Check


def classes(of: type[SourceError] = SourceError) -> Iterator[str]:
    yield of.__name__
    for each in of.__subclasses__():
        if each.__module__ == SourceError.__module__:
            yield from classes(each)


def failing(error: str | None) -> Check:
    raw = "Sem ligação à fonte (ProxyError). Onde: https://fonte.pt/x. O que fazer: verificar a rede."
    return Check("k", "2026-01-01T00:00:00+00:00", "failed", None, "2026-01-01T00:00:00+00:00", error, raw)


def test_each_class_has_words_in_both_languages_and_none_is_left_over() -> None:
    assert set(classes()) == set(failures.WORDS)
    assert all(w.pt != w.en for w in failures.WORDS.values())


@pytest.mark.parametrize(
    ("errors", "pt", "en"),
    [
        (["SourceTimeout"] * 4, "A fonte não respondeu a tempo.", "The source did not answer in time."),
        (
            ["SourceTimeout", "SourceUnreachable", "SourceTimeout"],
            "A fonte não respondeu a tempo; não houve ligação à fonte.",
            "The source did not answer in time; there was no connection to the source.",
        ),
        ([None], "A última resposta da fonte não se pôde usar.", "The source’s last answer could not be used."),
        ([], "A última resposta da fonte não se pôde usar.", "The source’s last answer could not be used."),
    ],
)
def test_each_thing_is_said_once_without_addresses_or_cures(errors: list[str | None], pt: str, en: str) -> None:
    said = failures.said(map(failing, errors))
    assert (said.pt, said.en) == (pt, en)

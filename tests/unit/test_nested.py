"""The readers of JSON and of YAML: whatever comes, what it says or one named error; never the machine's own stack."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from core.alerts import rules
from core.base import nested
from core.base.errors import AlertError, EntiError, FeedError, RoomError
from core.base.nested import Malformed, deeper, of_json, of_yaml, text_of, writable
from core.base.paths import ALERTS, FEEDS, ROOM
from core.room import feeds, playlists


def nest(depth: int) -> Any:
    made: Any = []
    for n in range(depth - 1):
        made = [made] if n % 2 else {"a": made}
    return made


@pytest.mark.parametrize("depth", [1, 2, 7, 60])
def test_depth_is_counted_without_recursion(depth: int) -> None:
    assert deeper(nest(depth), depth - 1) and not deeper(nest(depth), depth)
    assert not deeper(3, 0) and not deeper("x", 0)
    assert deeper(nest(100_000), nested.DEPTH)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 1000, "listas a mais"),
        ("[" * 1_000_000, "listas a mais"),
        ('{"a":' * 1_000_000, "listas a mais"),
        (json.dumps(nest(61)), "listas a mais"),
        ('{"a": NaN}', "NaN não é um número"),
        ("[-Infinity]", "-Infinity não é um número"),
        ("{", "line 1 column 2"),
        ("", "line 1 column 1"),
        (b"\xff\xfe\xff", "decode"),
    ],
)
def test_what_is_no_json(text: str | bytes, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        of_json(text)


def test_what_json_says() -> None:
    assert of_json(json.dumps(nest(60))) == nest(60)
    assert of_json(json.dumps(nest(200)), depth=None) == nest(200)
    assert of_json(f"[{'9' * 5000}, -{'9' * 5000}, 1e999, {'9' * 308}]") == [
        float("inf"),
        float("-inf"),
        float("inf"),
        int("9" * 308),
    ]
    assert str(of_json("[NaN]", nan=True)) == "[nan]"
    assert of_json('["\\ud800"]') == ["\ud800"] and not writable("\ud800") and writable("é😀")


MERGES = "a: &a {k: 1}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [{', '.join([f'*{chr(97 + n)}'] * 10)}]}}\n" for n in range(9)
)
COPIES = MERGES.replace("{<<: [", "[").replace("]}", "]").replace("{k: 1}", "[1]")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: " + "[" * 1000, "listas a mais"),
        ("a: " + "[" * 1_000_000, "listas a mais"),
        ("a: " + "[" * 61 + "]" * 61, "linha 1: .*listas a mais"),
        ("".join(" " * n + "-\n" for n in range(200)), "listas a mais"),
        (MERGES, "linha 7: tem mais de 500000 valores"),
        (COPIES, "linha 7: tem mais de 500000 valores"),
        ("a: !!int ''", "index out of range"),
        ("a: !!bool x", "x"),
        ("a: !!timestamp x", "NoneType"),
        ("a: " + "9" * 5000, "digits"),
        ("a: *x", "linha 1, coluna 4"),
        ("a: 'x", "linha 1, coluna"),
        ('a: "\\ud800"', "linha 1"),
        ("a: \0", "#x0000"),
        ("x" * (4 * 1024 * 1024 + 1), "letras"),
        ("a: 1\n---\nb: 2", "linha 2"),
    ],
)
def test_what_is_no_yaml_that_we_read(text: str, said: str) -> None:
    with pytest.raises(Malformed, match=said) as caught:
        of_yaml(text)
    assert "\n" not in str(caught.value)


def test_what_yaml_says() -> None:
    assert of_yaml("a: &x [1, {b: 2}]\nc: *x\nd: {<<: {e: 1}, f: 2}") == {
        "a": [1, {"b": 2}],
        "c": [1, {"b": 2}],
        "d": {"e": 1, "f": 2},
    }
    assert of_yaml("a: " + "[" * 59 + "]" * 59)["a"] == of_json("[" * 59 + "]" * 59)
    itself = of_yaml("a: &a [*a]")["a"]
    assert itself[0] is itself  # and no copies


def test_a_text_that_is_not_there_too_long_or_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for body in (None, b"\xff", b"x" * (4 * 1024 * 1024 + 1)):
        if body is not None:
            path.write_bytes(body)
        with pytest.raises(RoomError, match="não se lê") as caught:
            text_of(path, RoomError, what="Isto não se lê.", cure="repor.")
        assert caught.value.where == str(path)
    path.write_bytes(b"a\r\nb")
    assert text_of(path, RoomError, what="", cure="") == "a\nb"


@pytest.mark.parametrize(
    ("parse", "path", "error"),
    [(playlists.parse, ROOM, RoomError), (feeds.parse, FEEDS, FeedError), (rules.parse, ALERTS, AlertError)],
    ids=["parede", "plataformas", "alertas"],
)
def test_a_file_of_ours_spoilt_anywhere_is_refused_by_name_or_read(
    parse: Any, path: Path, error: type[EntiError]
) -> None:
    chance, good = random.Random(5), path.read_text(encoding="utf-8")
    odd = [
        "[",
        "{",
        "]",
        ": ",
        "\n",
        "- ",
        "&a ",
        "*a",
        "!!int ",
        "<<: ",
        "\t",
        "'",
        '"',
        "[" * 80,
        "9" * 5000,
        "~",
        "\0",
    ]
    refused = 0
    for _ in range(120):
        text = good
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(odd) + text[at + chance.randint(0, 4) :]
        try:
            parse(text, "x.yaml") if parse is not rules.parse else parse(text, name="x.yaml")
        except error as said:
            assert said.where == "x.yaml" and said.cure
            refused += 1
    assert refused > 20


def test_json_spoilt_anywhere_is_read_or_malformed() -> None:
    chance = random.Random(9)
    good = json.dumps({"a": [1, 2.5, {"b": "é\ud800"}], "c": None, "d": [[[]]]})
    odd = ["[", "{", "]", "}", ",", ":", '"', "\\", "\\u", "NaN", "9" * 5000, "[" * 2000, "1e999", "\0", "\ud800"]
    for _ in range(500):
        at = chance.randrange(len(good))
        text = good[:at] + chance.choice(odd) + good[at + chance.randint(0, 3) :]
        for body in (text, text.encode("utf-8", "surrogatepass")):
            try:
                of_json(body)
            except Malformed as said:
                assert str(said)

"""What each kind of part is made of: the files, and the one that is left to write by hand."""

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from core.base import clock
from core.base.errors import DeclarationError
from core.base.outline import outline
from core.catalogue.catalogue import table3
from core.catalogue.queries import DerivedQuery
from core.catalogue.sources import REGISTRY as SOURCES
from core.room.scenes import facts
from scaffold.files import filled, named, taken, with_row, write


@dataclass(frozen=True)
class Made:
    """What was written, what is to be written by hand, and how it is looked at."""

    written: list[str]
    by_hand: str
    look: str


def words(name: str, pt: str, en: str) -> dict[str, str]:
    """The blanks that all templates share; without titles, the name in both."""
    plain = name.replace("_", " ").capitalize()
    said = {key: written(text.strip() or plain, key.upper()) for key, text in (("pt", pt), ("en", en))}
    return {"name": name, "Name": "".join(p.capitalize() for p in name.split("_"))} | said


def written(text: str, where: str) -> str:
    """A text as it may stand in a program; DeclarationError for one with signs that would end it."""
    if not text.isprintable() or set(text) & set('"\\$|{}'):
        cure = "escrevê-lo sem aspas, barras invertidas, $, | nem chavetas."
        raise DeclarationError(f"«{text}» não serve.", where=where, cure=cure)
    return text


def page(root: Path, name: str, pt: str = "", en: str = "") -> Made:
    """A page: its module, its door, its test, its line of the README. For one that only lacks its door, the door."""
    from ui.frame.routes import RESERVED  # here: the others need not wait for Streamlit

    values = words(named(name), pt, en)
    if name in RESERVED:
        raise taken(name, "um endereço do próprio servidor")
    door = {f"pages/{name}.py": filled("page", "door.py.tmpl", values)}
    view = root / "ui" / "views" / f"{name}.py"
    if view.exists():
        if name not in [given.get("id") for given in outline(view, "Page")]:
            raise taken(name, "um módulo de ui/views que não é página")
        return Made(write(root, door), f"ui/views/{name}.py", f"make run, e /{name}")
    texts = door | {
        f"ui/views/{name}.py": filled("page", "view.py.tmpl", values),
        f"tests/pages/test_pagina_{name}.py": filled("page", "test.py.tmpl", values),
    }
    row = f"| {values['pt']} | Que pergunta responde esta página? |\n"
    return Made(
        write(root, texts, with_row(root, "README.md", "## O que se vê", row)),
        f"ui/views/{name}.py",
        f"make run, e /{name}",
    )


def source(
    root: Path, name: str, pt: str = "", en: str = "", home: str = "", licence: str = "", citation: str = ""
) -> Made:
    """A source: its room (question, connector, format), a sample in its form, and its tests."""
    if home and not home.startswith("https://"):
        raise DeclarationError(f"«{home}» não serve de endereço.", where="HOME", cure="dar um que comece por https://.")
    values = words(named(name), pt, en)
    if name in get_args(DerivedQuery.model_fields["source"].annotation):
        raise taken(name, "da pergunta que a própria carga responde")
    if name in (organisations := table3().sources):
        raise taken(name, f"de «{organisations[name].name.pt}», uma das fontes do catálogo")
    if name in SOURCES.all or (root / "etl" / "sources" / f"{name}.py").exists():
        raise taken(name, "de um conector ou de um módulo de etl/sources")
    values |= {
        "home": written(home, "HOME_URL") or f"https://exemplo.pt/{name}",
        "licence": written(licence, "LICENCE") or "por confirmar",
        "citation": f"Fonte: {(written(citation, 'CITATION') or values['pt']).removeprefix('Fonte: ')}",
    }
    room = f"etl/sources/{name}"
    texts = {f"{room}/{f}.py": filled("source", f"{f}.py.tmpl", values) for f in ("query", "connector", "format")}
    texts |= {
        f"{room}/__init__.py": f'"""{values["en"]}."""\n',
        f"tests/payloads/{name}/valores.csv": filled("source", "valores.csv.tmpl", values),
        f"tests/payloads/{name}/valores.sidecar.yaml": filled("source", "valores.sidecar.yaml.tmpl", values),
        f"tests/data/test_fonte_{name}.py": filled("source", "test.py.tmpl", values),
    }
    look = f"python -m etl load --source {name}, com uma linha do catálogo que lhe pergunte"
    return Made(write(root, texts), f"{room}/connector.py", look)


def indicator(root: Path, name: str, pt: str = "", en: str = "", why_pt: str = "", why_en: str = "") -> Made:
    """An indicator beyond Table 3: its file and its test. The reason, where it is not given, is left to write."""
    values = words(named(name), pt, en)
    book = table3()
    if name in book:
        row = getattr(book[name], "row", None)
        whose = f"da linha {row} da Tabela 3" if row else "de uma série de apoio"
        raise DeclarationError(f"«{name}» já é {whose}.", where="indicators.yaml", cure="dar outro nome.")
    values |= {
        "why_pt": written(why_pt or "Por dizer: para que serve este indicador.", "WHY_PT"),
        "why_en": written(why_en or "To be said: what this indicator is for.", "WHY_EN"),
        "today": clock.today().isoformat(),
    }
    texts = {
        f"indicadores/{name}.yaml": filled("indicator", "indicator.yaml.tmpl", values),
        f"tests/data/test_indicador_{name}.py": filled("indicator", "test.py.tmpl", values),
    }
    return Made(write(root, texts), f"indicadores/{name}.yaml", f"make run, e /indicador?indicador={name}")


def scene(root: Path, name: str, pt: str = "", en: str = "") -> Made:
    """A scene of the wall: its module and its test."""
    values = words(named(name), pt, en)
    if name in facts():
        raise taken(name, f"da cena «{facts()[name].name.pt}»")
    texts = {
        f"ui/wall/{name}.py": filled("scene", "scene.py.tmpl", values),
        f"tests/wall/test_cena_{name}.py": filled("scene", "test.py.tmpl", values),
    }
    return Made(write(root, texts), f"ui/wall/{name}.py", f"uma lista com {{scene: {name}}}, e make wall")

"""A report as PDF, set by Typst: tagged (PDF/UA-1), with its fonts in it and vector pictures; the same report, the
same bytes.
"""

import json
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import typst

from core.base.errors import ReportError
from core.terms.formats import day
from reports.model import Block, Heading, Picture, Report, Table
from reports.own import bare, spans
from show.texts import t

_PLACES: Final = {"pt": "PT", "en": "GB"}  # whose hyphens and dates a language has
_HERE: Final = Path(__file__).resolve().parent


def write(report: Report) -> bytes:
    """The PDF; ReportError when Typst refuses it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.typ").write_bytes((_HERE / "report.typ").read_bytes())
        pictures = 0
        blocks = []
        for block in report.blocks:
            plain = _plain(block)
            if isinstance(block, Picture):
                plain["file"] = f"{pictures}.svg"
                (folder / f"{pictures}.svg").write_text(block.svg, encoding="utf-8")
                pictures += 1
            blocks.append(plain)
        lang = report.lang
        about = {
            "lang": lang,
            "place": _PLACES[lang],
            "words": {
                "strategy": t("rep.strategy", lang),
                "made": t("rep.made", lang, build=report.build, day=day(report.on, lang)),
                "contents": t("rep.contents", lang),
                "build": t("build", lang),
                "page": t("rep.page", lang),
                "of": t("rep.of", lang),
            },
            "title": report.title,
            "subtitle": report.subtitle,
            "own": t("rep.own", lang) if lang != "pt" else "",
            "build": report.build,
            "on": [report.on.year, report.on.month, report.on.day],
            "blocks": blocks,
        }
        (folder / "data.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        return _set(folder, report)


def _set(folder: Path, report: Report) -> bytes:
    moment = int(datetime.combine(report.on, time.min, UTC).timestamp())
    try:
        made = typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=[_HERE / "fonts"],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise ReportError(
            f"O PDF não se fez: {error}.",
            where=report.name,
            cure="comunicar ao projeto, com o nome da versão dos dados.",
        ) from error
    return bytes(made)


def png(svg: str) -> bytes:
    """A picture in points, for files that take no vectors."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "p.svg").write_text(svg, encoding="utf-8")
        page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("p.svg", width: 160mm)\n'
        (folder / "p.typ").write_text(page, encoding="utf-8")
        made = typst.compile(
            folder / "p.typ",
            root=folder,
            font_paths=[_HERE / "fonts"],
            ignore_system_fonts=True,
            format="png",
            ppi=150.0,
        )
    return bytes(made)


def _plain(block: Block) -> dict[str, Any]:
    kind = {"is": type(block).__name__.lower()}
    if isinstance(block, Heading):
        return kind | {"level": block.level, "text": _parts(block.text)}
    if isinstance(block, Picture):
        return kind | {"alt": bare(block.alt), "caption": _parts(block.caption), "width": block.width}
    if isinstance(block, Table):
        rows = [[_parts(c) for c in r] for r in block.rows]
        about = {"header": block.header, "widths": block.widths, "numeric": sorted(block.numeric), "whole": block.whole}
        return kind | about | {"caption": _parts(block.caption), "rows": rows}
    return kind | {"text": _parts(block.text), "kind": block.kind}


def _parts(text: str) -> list[list[Any]]:
    """A text as report.typ reads it: its parts, each with whether it stays Portuguese."""
    return [[s.text, s.own] for s in spans(text)]

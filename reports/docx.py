"""A report as DOCX, to be edited: headings, tables with header rows, pictures, page numbers, in its language."""

import io
from datetime import datetime, time
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from core.terms.formats import day
from reports.model import Heading, Picture, Report, Table, Text
from reports.own import bare, spans
from reports.pdf import png
from reports.still import still
from show.texts import t

_LANGUAGES: Final = {"pt": "pt-PT", "en": "en-GB"}


def write(report: Report) -> bytes:
    """The document; the same report gives the same bytes."""
    document = Document()
    moment = datetime.combine(report.on, time.min)
    core = document.core_properties
    core.title, core.author, core.created, core.modified = report.title, "ENTI", moment, moment
    core.language = _LANGUAGES[report.lang]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(10)
    _language(normal.element.get_or_add_rPr(), _LANGUAGES[report.lang])
    document.add_heading(report.title, 0)
    document.add_paragraph(report.subtitle)
    document.add_paragraph(t("rep.made", report.lang, build=report.build, day=day(report.on, report.lang)))
    if report.lang != "pt":
        document.add_paragraph(t("rep.own", report.lang))
    _footer(document, report)
    for block in report.blocks:
        if isinstance(block, Heading):
            heading = document.add_heading("", block.level)
            _write(heading, block.text)
            heading.paragraph_format.page_break_before = block.level == 1
            heading.paragraph_format.keep_with_next = True
        elif isinstance(block, Text):
            _text(document, block)
        elif isinstance(block, Table):
            _table(document, block)
        else:
            _picture(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return still(buffer.getvalue(), moment)


def _language(properties: object, code: str) -> None:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), code)
    properties.append(lang)  # type: ignore[attr-defined]


def _text(document: object, block: Text) -> None:
    for run in _write(document.add_paragraph(), block.text):  # type: ignore[attr-defined]
        if block.kind == "lead":
            run.font.size = Pt(12)
        elif block.kind in ("fine", "kept"):
            run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x47, 0x51, 0x64)


def _write(paragraph: Any, text: str) -> list[Any]:
    """The runs of a text; what stays Portuguese in another language says that it is."""
    runs = []
    for span in spans(text):
        run = paragraph.add_run(span.text)
        if span.own:
            _language(run._r.get_or_add_rPr(), _LANGUAGES["pt"])
        runs.append(run)
    return runs


def _table(document: object, block: Table) -> None:
    caption = document.add_paragraph()  # type: ignore[attr-defined]
    _write(caption, block.caption)
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.header), style="Light Grid Accent 1")  # type: ignore[attr-defined]
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)  # repeated on every page, and read as a header
    for row in (block.header, *block.rows):
        cells = table.rows[0].cells if row is block.header else table.add_row().cells
        for n, (cell, text) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            for run in _write(paragraph, text):
                run.font.size = Pt(8.5)
            if n in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _picture(document: object, block: Picture) -> None:
    shape = document.add_picture(io.BytesIO(png(block.svg)), width=Cm(16 * block.width))  # type: ignore[attr-defined]
    shape._inline.docPr.set("descr", bare(block.alt))
    _text(document, Text(block.caption, "fine"))


def _footer(document: object, report: Report) -> None:
    """Title, build and page number on every page."""
    paragraph = document.sections[0].footer.paragraphs[0]  # type: ignore[attr-defined]
    build, page = t("build", report.lang), t("rep.page", report.lang)
    paragraph.add_run(f"{report.title} · {build} {report.build} · {page} ")
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)

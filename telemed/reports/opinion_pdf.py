"""The signed opinion as PDF: request on its own page, opinion on another (病历书写基本规范, N51).

The layout is fixed, the fonts are embedded, and the same paper always prints to the same bytes: the file
may be made again at any time instead of being stored.
"""

from __future__ import annotations

import io
import threading
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from telemed.reports.opinion_parts import opinion_rows, request_rows, signature_lines
from telemed.reports.words import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus.flowables import Flowable

    from telemed.reports.paper import OpinionPaper

FONT = "NotoSansSC"
FONT_FILE = Path(__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
INK = HexColor("#1a1d21")
LINE = HexColor("#8a9099")
SHADE = HexColor("#f1f3f5")
MARGIN = 18 * mm
LABEL_WIDTH = 26 * mm
CONTENT_WIDTH = A4[0] - 2 * MARGIN
QR_SIDE = 26 * mm
PAIRS_A_ROW = 2
LONGEST_CELL = 900
"""Characters of one cell; longer text goes on in the next row, so that a row never outgrows a page."""

TITLE = ParagraphStyle("title", fontName=FONT, fontSize=17, leading=24, alignment=1, textColor=INK)
UNDER = ParagraphStyle("under", fontName=FONT, fontSize=10, leading=15, alignment=1, textColor=INK)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=10.5, leading=16, wordWrap="CJK", textColor=INK)
LABEL = ParagraphStyle("label", parent=CELL, fontSize=10)
SMALL = ParagraphStyle("small", parent=CELL, fontSize=7.5, leading=11)


class OpinionPrinter:
    """Prints opinions. Construct once: it reads the font (10 MB); `render` may be called from any thread."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))
        self._one_at_a_time = threading.Lock()

    def render(self, paper: OpinionPaper) -> bytes:
        """Print both parts. Takes some 50 ms: call it in a thread, not on the loop."""
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=f"远程会诊意见 {paper.consultation.number} 第{paper.version.number}版",
            author=paper.expert.facility,
            lang="zh-CN",
        )
        footer = partial(_footer, paper)
        with self._one_at_a_time:  # reportlab keeps the subset of a font with the font
            document.build(
                [*_request(paper), PageBreak(), *_opinion(paper)],
                onFirstPage=footer,
                onLaterPages=footer,
                canvasmaker=_repeatable,
            )
        return out.getvalue()


def _repeatable(*args: object, **options: object) -> Canvas:
    """Make a canvas whose bytes do not depend on the clock; the signature carries the time."""
    return Canvas(*args, **{**options, "invariant": 1})  # type: ignore[arg-type]  # handed through from reportlab


def _request(paper: OpinionPaper) -> list[Flowable]:
    pairs, rows = request_rows(paper)
    case = paper.consultation
    return [
        Paragraph("远程会诊申请单", TITLE),
        Paragraph(f"（第一部分　申请）　会诊编号 {escape(case.number)}", UNDER),
        Spacer(1, 3 * mm),
        _pair_table(pairs),
        _row_table(rows),
        Spacer(1, 6 * mm),
        _line(f"申请医师：{paper.requester.practitioner}　{paper.requester.title}"),
        _line(f"申请机构：{paper.requester.facility}　{paper.requester.department}"),
        _line(f"提交时间：{moment(case.course.milestones.submitted_at)}"),
    ]


def _opinion(paper: OpinionPaper) -> list[Flowable]:
    pairs, rows = opinion_rows(paper)
    return [
        Paragraph("远程会诊意见书", TITLE),
        Paragraph(
            f"（第二部分　意见）　会诊编号 {escape(paper.consultation.number)}　第 {paper.version.number} 版",
            UNDER,
        ),
        Spacer(1, 3 * mm),
        _pair_table(pairs),
        _row_table(rows),
        Spacer(1, 5 * mm),
        _signature(paper),
    ]


def _line(text: str) -> Flowable:
    return Paragraph(escape(text), CELL)


def _pair_table(pairs: Sequence[tuple[str, str]]) -> Flowable:
    cells = [[_label(name), _line(value)] for name, value in pairs]
    rows = [list(chain(*cells[at : at + PAIRS_A_ROW])) for at in range(0, len(cells), PAIRS_A_ROW)]
    if len(rows[-1]) < 2 * PAIRS_A_ROW:
        rows[-1] += [_label(""), _line("")]
    value_width = CONTENT_WIDTH / 2 - LABEL_WIDTH
    return Table(rows, [LABEL_WIDTH, value_width] * PAIRS_A_ROW, style=_grid((0, 2)))


def _row_table(rows: Sequence[tuple[str, str]]) -> Flowable:
    cells = [
        [_label(name if first else ""), Paragraph(escape(piece).replace("\n", "<br/>"), CELL)]
        for name, text in rows
        for first, piece in _pieces(text)
    ]
    return Table(cells, [LABEL_WIDTH, CONTENT_WIDTH - LABEL_WIDTH], style=_grid((0,)))


def _pieces(text: str) -> list[tuple[bool, str]]:
    starts = range(0, max(len(text), 1), LONGEST_CELL)
    return [(start == 0, text[start : start + LONGEST_CELL]) for start in starts]


def _label(name: str) -> Flowable:
    return Paragraph(escape(name), LABEL)


def _grid(label_columns: tuple[int, ...]) -> TableStyle:
    return TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            *(("BACKGROUND", (column, 0), (column, -1), SHADE) for column in label_columns),
        ]
    )


def _signature(paper: OpinionPaper) -> Flowable:
    code = QrCodeWidget(paper.verify_url or f"{paper.consultation.number} {paper.verification_code}")
    left, bottom, right, top = code.getBounds()
    scale = QR_SIDE / (right - left)
    picture = Drawing(QR_SIDE, QR_SIDE, transform=[scale, 0, 0, QR_SIDE / (top - bottom), -left, -bottom])
    picture.add(code)
    lines = [_line(line) for line in signature_lines(paper)]
    notes = [
        Paragraph("本意见供申请方参考，诊断与治疗由申请方医师决定并负责；不作为医学证明文件。", SMALL),
        Paragraph(f"内容摘要（SHA-256）：{paper.version.content_hash}", SMALL),
    ]
    width = CONTENT_WIDTH - QR_SIDE - 4 * mm
    style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return Table([[[*lines, Spacer(1, 2 * mm), *notes], picture]], [width, QR_SIDE + 4 * mm], style=style)


def _footer(paper: OpinionPaper, canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 8)
    canvas.setFillColor(INK)
    text = f"{paper.consultation.number}　第{paper.version.number}版　验证码 {paper.verification_code}"
    canvas.drawString(MARGIN, 10 * mm, text)
    canvas.drawRightString(A4[0] - MARGIN, 10 * mm, f"第 {document.page} 页")
    canvas.restoreState()

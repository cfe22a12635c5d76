"""Printed documents that patients bring along, made as PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from telemed.reports.opinion_pdf import FONT, FONT_FILE
from telemed.reports.words import SEX, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telemed.domain.patient import Patient

LEFT = 20 * mm
TOP = A4[1] - 25 * mm
LINE = 9 * mm
COLUMNS = (LEFT, LEFT + 62 * mm, LEFT + 98 * mm, LEFT + 132 * mm)
RESULTS = (
    ("白细胞计数 WBC", "8.6", "10^9/L", "3.5-9.5"),
    ("红细胞计数 RBC", "4.72", "10^12/L", "4.3-5.8"),
    ("血红蛋白 HGB", "142", "g/L", "130-175"),
    ("血小板计数 PLT", "213", "10^9/L", "125-350"),
    ("C反应蛋白 CRP", "4.1", "mg/L", "0-10"),
    ("葡萄糖 GLU", "7.8 ↑", "mmol/L", "3.9-6.1"),
    ("肌酐 CREA", "78", "μmol/L", "57-97"),
    ("钾 K", "4.2", "mmol/L", "3.5-5.3"),
    ("钠 Na", "139", "mmol/L", "137-147"),
    ("总胆固醇 TC", "6.03 ↑", "mmol/L", "<5.2"),
    ("低密度脂蛋白 LDL-C", "3.94 ↑", "mmol/L", "<3.4"),
    ("甘油三酯 TG", "1.88 ↑", "mmol/L", "<1.7"),
)
HEAD = ("项目", "结果", "单位", "参考区间")


def laboratory_report(patient: Patient, facility: str, at: datetime) -> bytes:
    """Print a page of laboratory results."""
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle("检验报告单")
    canvas.setFont(FONT, 17)
    canvas.drawCentredString(A4[0] / 2, TOP, f"{facility}　检验报告单")
    canvas.setFont(FONT, 11)
    person = f"姓名：{patient.name}　　性别：{SEX[patient.sex]}　　采样时间：{moment(at)}"
    canvas.drawString(LEFT, TOP - LINE, person)
    _rows(canvas, (HEAD, *RESULTS), TOP - 2.4 * LINE)
    canvas.setFont(FONT, 9)
    canvas.drawString(LEFT, 20 * mm, "演示数据，患者与结果均为虚构。")
    canvas.save()
    return out.getvalue()


def _rows(canvas: Canvas, rows: Sequence[Sequence[str]], top: float) -> None:
    for place, row in enumerate(rows):
        y = top - place * LINE
        for x, text in zip(COLUMNS, row, strict=True):
            canvas.drawString(x, y, text)
        canvas.line(LEFT, y - 2.5 * mm, A4[0] - LEFT, y - 2.5 * mm)

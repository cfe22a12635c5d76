"""CSV for spreadsheets: UTF-8 with a byte order mark, and no cell that a spreadsheet would execute."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheet programs on Chinese Windows read GBK."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Make one cell; text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Make the whole table, RFC 4180 with CRLF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + file.getvalue()).encode("utf-8")


def csv_reply(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> web.Response:
    """Answer with a table to download under `name`."""
    answer = web.Response(
        body=as_csv(header, rows),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )
    answer.enable_compression()
    return answer

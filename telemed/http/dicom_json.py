"""Answers of QIDO-RS as DICOM JSON (PS3.18 F), and what may be asked (PS3.18 8.3, 10.6)."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from telemed.http.faults import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telemed.dicom.inspection import Display
    from telemed.domain.materials import Series, Study

Attribute = dict[str, object]
Object = dict[str, Attribute]

MOST_RESULTS = 200
NUMBER = re.compile(r"^[0-9]{1,6}$")
STUDY_KEYS = {
    "StudyInstanceUID": "0020000D", "0020000D": "0020000D",
    "StudyDate": "00080020", "00080020": "00080020",
    "AccessionNumber": "00080050", "00080050": "00080050",
    "PatientName": "00100010", "00100010": "00100010",
}  # fmt: skip
"""What studies can be matched by; other attributes are ignored, as the standard allows."""


def study_json(study: Study) -> Object:
    """Show a study."""
    return _with_values(
        {
            "00080020": ("DA", study.date),
            "00080030": ("TM", study.time),
            "00080050": ("SH", study.accession_number),
            "00080080": ("LO", study.institution),
            "00081030": ("LO", study.description),
            "00100010": ("PN", study.patient_name),
            "0020000D": ("UI", study.study_uid),
        }
    )


def series_json(series: Series) -> Object:
    """Show a series."""
    facts = series.facts
    return _with_values(
        {
            "00080060": ("CS", facts.modality),
            "0008103E": ("LO", facts.description),
            "00180015": ("CS", facts.body_part),
            "0020000D": ("UI", series.study.study_uid),
            "0020000E": ("UI", series.series_uid),
            "00200011": ("IS", facts.number),
            "00201209": ("IS", series.instance_count),
        }
    )


def _with_values(attributes: Mapping[str, tuple[str, object]]) -> Object:
    """Write attributes with their VR; an unknown value is an attribute without Value."""
    made: Object = {}
    for tag, (vr, value) in attributes.items():
        made[tag] = {"vr": vr}
        if value not in ("", None):
            made[tag]["Value"] = [{"Alphabetic": value} if vr == "PN" else value]
    return made


def wanted_studies(studies: list[Object], query: Mapping[str, str]) -> tuple[list[Object], bool]:
    """Apply keys and paging; also say whether there are more. Raises BadRequest."""
    limit = min(_number(query, "limit", MOST_RESULTS), MOST_RESULTS)
    offset = _number(query, "offset", 0)
    keys = [(STUDY_KEYS[name], value) for name, value in query.items() if name in STUDY_KEYS and value]
    found = [one for one in studies if all(_matches(one[tag], value) for tag, value in keys)]
    return found[offset : offset + limit], len(found) > offset + limit


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if not NUMBER.match(text):
        raise BadRequest("query_invalid", "This must be a number.", field=name)
    return int(text)


def _matches(attribute: Attribute, wanted: str) -> bool:
    """Match by list of UIDs, range of dates, or wildcard (PS3.4 C.2.2.2)."""
    values = attribute.get("Value", [])
    first = values[0] if isinstance(values, list) and values else ""
    have = first["Alphabetic"] if isinstance(first, dict) else str(first)
    if attribute["vr"] == "DA" and "-" in wanted:
        low, _, high = wanted.partition("-")
        return (low or "0") <= have <= (high or "99999999")
    if attribute["vr"] == "UI":
        return have in wanted.replace("\\", ",").split(",")
    return fnmatchcase(have.casefold(), wanted.replace("[", "[[]").casefold())


def with_window(metadata: bytes, display: Display) -> bytes:
    """Add the window that was computed for an image whose file brings none.

    metadata: one DICOM JSON object in UTF-8. Without a window every viewer would invent another one.
    """
    has_window = b'"00281050"' in metadata
    if has_window or display.window_center is None or display.window_width is None:
        return metadata
    extra = (
        f'"00281050":{{"vr":"DS","Value":[{display.window_center}]}},'
        f'"00281051":{{"vr":"DS","Value":[{display.window_width}]}}'
    )
    body = metadata.rstrip()[:-1]
    comma = b"," if body.rstrip().endswith(b"}") else b""
    return body + comma + extra.encode() + b"}"

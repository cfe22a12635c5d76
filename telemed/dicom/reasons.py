"""Why a file was not taken, or why its pixels cannot be shown: stable codes, one sentence each."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Part of the wire contract: codes are never renamed, the sentences may be."""

    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    TYPE_UNKNOWN = "type_unknown"
    TYPE_NOT_ACCEPTED = "type_not_accepted"
    OBJECT_NOT_ACCEPTED = "object_not_accepted"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    IDENTIFIERS_MISSING = "identifiers_missing"
    ENCRYPTED = "encrypted"
    NESTED_TOO_DEEP = "nested_too_deep"
    INFLATES_TOO_LARGE = "inflates_too_large"
    DIMENSIONS_TOO_LARGE = "dimensions_too_large"
    TOO_MANY_FRAMES = "too_many_frames"
    PIXELS_TOO_LARGE = "pixels_too_large"
    COMPRESSION_UNKNOWN = "compression_unknown"
    PIXELS_UNREADABLE = "pixels_unreadable"
    WAVEFORM_UNREADABLE = "waveform_unreadable"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    PARSER_DIED = "parser_died"


SENTENCES: dict[Reason, str] = {
    Reason.EMPTY_FILE: "The file is empty. Copy it again from its source and send it once more.",
    Reason.FILE_TOO_LARGE: "The file is larger than is allowed. Send the series in parts.",
    Reason.TYPE_UNKNOWN: "The content is no DICOM, JPEG, PNG, PDF or MP4 file. Send one of these types.",
    Reason.TYPE_NOT_ACCEPTED: "Files of this type are not accepted. Send DICOM, JPEG, PNG, PDF or MP4.",
    Reason.OBJECT_NOT_ACCEPTED: "This DICOM object holds neither an image nor an ECG. Send the images.",
    Reason.TRUNCATED: "The file ends too early. Copy it again from its source and send it once more.",
    Reason.DAMAGED: "The content is damaged. Export it again from its source and send it once more.",
    Reason.IDENTIFIERS_MISSING: "The study, series or instance UID is missing. Export it again as DICOM.",
    Reason.ENCRYPTED: "The document is locked with a password. Unlock it and send it once more.",
    Reason.NESTED_TOO_DEEP: "Sequences are nested too deeply for a real study. The file was refused.",
    Reason.INFLATES_TOO_LARGE: "The content unpacks to more than is allowed. Export it uncompressed.",
    Reason.DIMENSIONS_TOO_LARGE: "The image claims more rows or columns than are allowed.",
    Reason.TOO_MANY_FRAMES: "There are more frames or pages than are allowed. Export a shorter one.",
    Reason.PIXELS_TOO_LARGE: "The unpacked pixels take more room than is allowed. Export fewer frames.",
    Reason.COMPRESSION_UNKNOWN: "The original is kept, but its compression cannot be shown here.",
    Reason.PIXELS_UNREADABLE: "The original is kept, but its pixels cannot be decoded.",
    Reason.WAVEFORM_UNREADABLE: "The ECG holds no channel that can be drawn.",
    Reason.TOO_SLOW: "Reading the file took longer than is allowed, so it was refused.",
    Reason.TOO_MUCH_MEMORY: "Reading the file needs more memory than is allowed, so it was refused.",
    Reason.PARSER_DIED: "Reading the file ended abnormally, so it was refused.",
}

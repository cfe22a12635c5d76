"""A type for every id, and UUIDv7, which sorts by time."""

from __future__ import annotations

import uuid
from typing import NewType

PatientId = NewType("PatientId", str)
PractitionerId = NewType("PractitionerId", str)
AccountId = NewType("AccountId", str)
FacilityId = NewType("FacilityId", str)
DepartmentId = NewType("DepartmentId", str)
ConsultationId = NewType("ConsultationId", str)
EventId = NewType("EventId", str)
InvitationId = NewType("InvitationId", str)
AppointmentId = NewType("AppointmentId", str)
SessionId = NewType("SessionId", str)
ParticipantId = NewType("ParticipantId", str)
ConsentId = NewType("ConsentId", str)
MaterialId = NewType("MaterialId", str)
"""What stands on a stage: id of a consultation (its record), a series, a clip, an ECG or an attachment."""
StudyId = NewType("StudyId", str)
SeriesId = NewType("SeriesId", str)
InstanceId = NewType("InstanceId", str)
EcgId = NewType("EcgId", str)
AttachmentId = NewType("AttachmentId", str)
UploadId = NewType("UploadId", str)
OpinionId = NewType("OpinionId", str)
RecordingId = NewType("RecordingId", str)
TrackId = NewType("TrackId", str)
BrowserSessionId = NewType("BrowserSessionId", str)

_RANDOM_BITS = 74


def uuid7(epoch_ms: int, random_bits: int) -> str:
    """Build a UUIDv7 (RFC 9562 5.7) in text form.

    epoch_ms: milliseconds since 1970, 48 bits. random_bits: 74 random bits.
    """
    random_a = (random_bits >> 62) & 0xFFF
    random_b = random_bits & (2**62 - 1)
    value = (epoch_ms & (2**48 - 1)) << 80 | 7 << 76 | random_a << 64 | 2 << 62 | random_b
    return str(uuid.UUID(int=value))

"""What an opinion's paper is made from: domain objects and the names that belong to their ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation
from telemed.domain.opinion import OpinionVersion
from telemed.domain.patient import Patient
from telemed.domain.scheduling import Span

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of the consultation as the paper names it."""

    facility: str
    department: str = ""
    practitioner: str
    title: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionPaper:
    """Everything that stands on the two parts. Two equal papers print to equal bytes."""

    consultation: Consultation
    patient: Patient
    requester: Party
    expert: Party
    version: OpinionVersion
    speciality: str = ""
    """Name of the speciality asked for."""
    materials: tuple[str, ...] = ()
    """Titles of the materials that were sent along."""
    session: Span | None = None
    """When the live session took place; None for a written consultation."""
    verify_url: str = ""
    """Where the version can be checked; the QR code holds it. Empty leaves the code alone."""

    @property
    def verification_code(self) -> str:
        """First sixteen digits of the content hash, in groups of four, to read over the telephone."""
        digits = self.version.content_hash[:16].upper()
        return "-".join(digits[place : place + 4] for place in range(0, 16, 4))

    @property
    def signed_at(self) -> datetime:
        """Moment of the signature."""
        return self.version.signature.signed_at

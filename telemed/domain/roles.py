"""What an account may be, and who is acting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from telemed.domain.ids import AccountId, BrowserSessionId, FacilityId, PractitionerId


class Role(Enum):
    """Roles of an account; reference section 5.4 of the domain model."""

    REQUESTING_DOCTOR = "requesting_doctor"
    SPECIALIST = "specialist"
    COORDINATOR = "coordinator"
    FACILITY_ADMIN = "facility_admin"
    REGION_ADMIN = "region_admin"
    QUALITY_REVIEWER = "quality_reviewer"
    AUDITOR = "auditor"
    SYSTEM_OPERATOR = "system_operator"
    OBSERVER = "observer"


CLINICAL = frozenset({Role.REQUESTING_DOCTOR, Role.SPECIALIST})
"""Roles that need a practitioner behind the account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks. Every service method takes it first and decides by it."""

    account_id: AccountId
    display_name: str
    roles: frozenset[Role]
    practitioner_id: PractitionerId | None = None
    facility_id: FacilityId | None = None
    facility_name: str = ""
    address: str = ""
    """Network address of the request, for the audit trail."""
    browser_session_id: BrowserSessionId | None = None
    """None for machines with a bearer token."""

    def has(self, *roles: Role) -> bool:
        """Say whether the account holds one of these roles."""
        return not self.roles.isdisjoint(roles)


SERVICE = Actor(account_id=AccountId(""), display_name="service", roles=frozenset())
"""The service acting by itself; it holds no role, so access.py allows it nothing."""

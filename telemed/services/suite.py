"""All services of one process, built once by server.py."""

from __future__ import annotations

from dataclasses import dataclass

from telemed.services.accounts import Accounts
from telemed.services.arrangements import Arrangements
from telemed.services.audit_trail import AuditTrail
from telemed.services.consultations import Consultations
from telemed.services.directory import Directory
from telemed.services.figures import Figures
from telemed.services.live_sessions import LiveSessions
from telemed.services.materials import Materials
from telemed.services.opinions import Opinions
from telemed.services.patients import Patients
from telemed.services.recordings import Recordings
from telemed.services.worklists import Worklists


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """What administrators and auditors use."""

    figures: Figures
    audit: AuditTrail


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Live sessions and what was recorded of them."""

    sessions: LiveSessions
    recordings: Recordings


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that can be asked; `build(...)` in assembly.py makes it."""

    accounts: Accounts
    directory: Directory
    patients: Patients
    consultations: Consultations
    arrangements: Arrangements
    worklists: Worklists
    materials: Materials
    opinions: Opinions
    meetings: Meetings
    oversight: Oversight

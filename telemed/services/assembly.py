"""Builds the services of one process over a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.auth.throttle import Throttle
from telemed.config import SignIn
from telemed.services.accounts import Accounts, Proofs
from telemed.services.arrangements import Arrangements
from telemed.services.audit_trail import AuditTrail
from telemed.services.consultations import Consultations
from telemed.services.desk import Desk
from telemed.services.directory import Directory
from telemed.services.figures import Figures
from telemed.services.live_sessions import LiveSessions
from telemed.services.materials import Materials
from telemed.services.opinions import Opinions
from telemed.services.patients import Patients
from telemed.services.recordings import Recordings
from telemed.services.suite import Meetings, Oversight, Services
from telemed.services.system import SystemClock, SystemIds
from telemed.services.uploading import Uploading, UploadLimits
from telemed.services.worklists import Worklists

if TYPE_CHECKING:
    from telemed.auth.passwords import Passwords
    from telemed.auth.throttle import Failures
    from telemed.services.ports import Clock, SignInWatcher
    from telemed.storage.uow import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """What of the settings the services need."""

    sign_in: SignIn
    case_limit_bytes: int
    """All files of one case together."""
    upload_expiry_s: float


def build(
    database: Database,
    passwords: Passwords,
    settings: ServiceSettings,
    *,
    failures: Failures,
    watcher: SignInWatcher,
    clock: Clock | None = None,
) -> Services:
    """Build every service; `clock` is this machine's unless a test gives another."""
    time = clock or SystemClock()
    desk = Desk(database, time, SystemIds(time))
    proofs = Proofs(passwords=passwords, throttle=Throttle(failures))
    accounts = Accounts(desk, proofs, settings.sign_in, watcher)
    limits = UploadLimits(case_bytes=settings.case_limit_bytes, expiry_s=settings.upload_expiry_s)
    return Services(
        accounts=accounts,
        directory=Directory(desk, passwords, watcher),
        patients=Patients(desk),
        consultations=Consultations(desk),
        arrangements=Arrangements(desk),
        worklists=Worklists(desk),
        materials=Materials(desk, Uploading(desk, limits)),
        opinions=Opinions(desk, accounts),
        meetings=Meetings(sessions=LiveSessions(desk), recordings=Recordings(desk)),
        oversight=Oversight(figures=Figures(desk), audit=AuditTrail(desk)),
    )

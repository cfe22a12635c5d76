"""A unit of work: every repository over one transaction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from telemed.domain.errors import StoreBroken
from telemed.storage.accounts import AccountStore
from telemed.storage.appointments import AppointmentStore
from telemed.storage.attachments import AttachmentStore
from telemed.storage.audit import AuditStore
from telemed.storage.consents import ConsentStore
from telemed.storage.consultations import ConsultationStore
from telemed.storage.ecgs import EcgStore
from telemed.storage.facilities import FacilityStore
from telemed.storage.invitations import InvitationStore
from telemed.storage.opinions import OpinionStore
from telemed.storage.patients import PatientStore
from telemed.storage.practitioners import PractitionerStore
from telemed.storage.recordings import RecordingStore
from telemed.storage.session_log import SessionLogStore
from telemed.storage.sessions import SessionStore
from telemed.storage.sign_ins import SignInStore
from telemed.storage.signing_keys import SigningKeyStore
from telemed.storage.studies import StudyStore
from telemed.storage.uploads import UploadStore

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.storage.vault import Vault


class Work:
    """Repositories that see one transaction; never shared between tasks."""

    def __init__(self, connection: AsyncConnection, vault: Vault | None) -> None:
        self._connection = connection
        self._vault = vault

    @cached_property
    def accounts(self) -> AccountStore:
        """Who can sign in."""
        return AccountStore(self._connection)

    @cached_property
    def sign_ins(self) -> SignInStore:
        """Browser sessions, machine tokens and room tokens."""
        return SignInStore(self._connection)

    @cached_property
    def facilities(self) -> FacilityStore:
        """Institutions and departments."""
        return FacilityStore(self._connection)

    @cached_property
    def practitioners(self) -> PractitionerStore:
        """Licensed persons and their duty hours."""
        return PractitionerStore(self._connection)

    @cached_property
    def patients(self) -> PatientStore:
        """Patients; needs the vault."""
        return PatientStore(self._connection, self._needed_vault)

    @cached_property
    def consultations(self) -> ConsultationStore:
        """Cases and their time lines."""
        return ConsultationStore(self._connection)

    @cached_property
    def invitations(self) -> InvitationStore:
        """Specialists asked."""
        return InvitationStore(self._connection)

    @cached_property
    def appointments(self) -> AppointmentStore:
        """Specialists' time."""
        return AppointmentStore(self._connection)

    @cached_property
    def sessions(self) -> SessionStore:
        """Live sessions, seats, device checks."""
        return SessionStore(self._connection)

    @cached_property
    def session_log(self) -> SessionLogStore:
        """Entries of live sessions."""
        return SessionLogStore(self._connection)

    @cached_property
    def opinions(self) -> OpinionStore:
        """Written opinions and their signed versions."""
        return OpinionStore(self._connection)

    @cached_property
    def signing_keys(self) -> SigningKeyStore:
        """Keys of signers; their private halves need the vault."""
        return SigningKeyStore(self._connection, lambda: self._needed_vault)

    @cached_property
    def consents(self) -> ConsentStore:
        """What patients agreed to."""
        return ConsentStore(self._connection)

    @cached_property
    def attachments(self) -> AttachmentStore:
        """Photos and documents."""
        return AttachmentStore(self._connection)

    @cached_property
    def studies(self) -> StudyStore:
        """DICOM studies, series and images."""
        return StudyStore(self._connection)

    @cached_property
    def ecgs(self) -> EcgStore:
        """ECGs."""
        return EcgStore(self._connection)

    @cached_property
    def uploads(self) -> UploadStore:
        """Files on their way in."""
        return UploadStore(self._connection)

    @cached_property
    def recordings(self) -> RecordingStore:
        """Recordings and their tracks."""
        return RecordingStore(self._connection)

    @cached_property
    def audit(self) -> AuditStore:
        """The audit trail; what is added is chained just before the commit."""
        return AuditStore(self._connection)

    @property
    def _needed_vault(self) -> Vault:
        if self._vault is None:
            raise StoreBroken("The store was opened without its key.", remedy="Open it with a vault.")
        return self._vault

"""All handlers of this package, by the names of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.http.accounts import AccountHandlers
from telemed.http.cases import CaseHandlers
from telemed.http.dicomweb import DicomWebHandlers
from telemed.http.directory import DirectoryHandlers
from telemed.http.materials import MaterialHandlers
from telemed.http.opinions import OpinionHandlers
from telemed.http.oversight import OversightHandlers
from telemed.http.patients import PatientHandlers
from telemed.http.pictures import Pictures
from telemed.http.scheduling import SchedulingHandlers
from telemed.http.service import ServiceHandlers
from telemed.http.sessions import SessionHandlers
from telemed.http.uploads import UploadHandlers
from telemed.http.worklists import WorklistHandlers
from telemed.reports.opinion_pdf import OpinionPrinter
from telemed.services.ports import Clock
from telemed.services.take_in import TakeIn
from telemed.storage.blobs import DirectoryBlobs

if TYPE_CHECKING:
    from telemed.http.gate import Cookie
    from telemed.http.registry import Handler
    from telemed.http.upload_files import UploadFiles
    from telemed.services.suite import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the handlers use beside the services."""

    clock: Clock
    blobs: DirectoryBlobs
    take_in: TakeIn
    printer: OpinionPrinter
    file_limit_bytes: int
    """Largest single upload."""
    version: str
    """Of the service, as /healthz and the description say it."""


def build_handlers(
    services: Services, tools: Tools, files: UploadFiles, cookie: Cookie
) -> dict[str, Handler]:
    """Make the handlers; nothing runs yet."""
    groups = (
        AccountHandlers(services.accounts, services.worklists, cookie),
        CaseHandlers(services.consultations, services.arrangements, tools.clock),
        WorklistHandlers(services.worklists, tools.clock),
        PatientHandlers(services.patients, tools.clock),
        MaterialHandlers(services.materials, services.consultations, tools.blobs),
        UploadHandlers(services.materials, tools.take_in, files, file_limit_bytes=tools.file_limit_bytes),
        DicomWebHandlers(services.materials, Pictures(services.materials, tools.blobs)),
        SchedulingHandlers(services.arrangements, tools.clock),
        SessionHandlers(services.meetings.sessions),
        OpinionHandlers(services.opinions, tools.printer),
        DirectoryHandlers(services.directory),
        OversightHandlers(services.oversight),
        ServiceHandlers(tools.version),
    )
    return {name: handler for group in groups for name, handler in group.table().items()}

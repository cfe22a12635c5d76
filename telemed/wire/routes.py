"""Every endpoint of the HTTP interface, once: registration, OpenAPI, the client's types and the access matrix
are all made from this table.

`access` is the first gate, by role alone; the services then decide by the caller's relation to the case
(`Reach` says which relation counts). A route without an access rule cannot be written, and one without a
handler, or a handler without a route, keeps the service from starting.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

import msgspec

from telemed.domain.roles import Role
from telemed.wire import http_account as account
from telemed.wire import http_admin as admin
from telemed.wire import http_cases as cases
from telemed.wire import http_materials as materials
from telemed.wire import http_opinions as opinions
from telemed.wire import http_patients as patients
from telemed.wire import http_recordings as recordings
from telemed.wire import http_scheduling as scheduling
from telemed.wire import http_steps as steps

Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Reach(Enum):
    """Which relation of the caller a service looks at."""

    OPEN = "open"
    """None: whoever can reach the port."""
    ACCOUNT = "account"
    """Only the caller's own account is concerned."""
    LISTED = "listed"
    """A list holds only what the caller may see."""
    CASE = "case"
    """The caller's relation to the case decides."""
    FACILITY = "facility"
    """The caller's facility, or the whole region by role."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who gets past the first gate. `roles` is empty only for Reach.OPEN."""

    roles: frozenset[Role]
    reach: Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint. Placeholders of the path are camelCase names in braces."""

    name: str
    """Operation id, also the name of the client's function."""
    method: Method
    path: str
    summary: str
    access: Access
    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    reply: type[msgspec.Struct] | None = None
    """Null: nothing (204) or, with `media` other than JSON, bytes."""
    status: int = 200
    media: str = "application/json"
    """Media type of the reply."""
    accepts: str = "application/json"
    """Media type of the body."""
    provider: Literal["telemed", "recordings"] = "telemed"
    """Which package handles it."""


RD = Role.REQUESTING_DOCTOR
SP = Role.SPECIALIST
CO = Role.COORDINATOR
FA = Role.FACILITY_ADMIN
RA = Role.REGION_ADMIN
QR = Role.QUALITY_REVIEWER
AU = Role.AUDITOR
SO = Role.SYSTEM_OPERATOR
OB = Role.OBSERVER
EVERYONE = frozenset({RD, SP, CO, FA, RA, QR, AU, SO, OB})
TREATING = frozenset({RD, SP, CO})
READING = frozenset({RD, SP, CO, QR})
LISTING = frozenset({RD, SP, CO, FA, RA, QR})

OPEN = Access(frozenset(), Reach.OPEN)
OWN_ACCOUNT = Access(EVERYONE, Reach.ACCOUNT)


def on_case(*roles: Role) -> Access:
    """The relation to the case decides, among these roles."""
    return Access(frozenset(roles), Reach.CASE)


def listed(*roles: Role) -> Access:
    """Lists what the caller may see, for these roles."""
    return Access(frozenset(roles), Reach.LISTED)


def in_facility(*roles: Role) -> Access:
    """The caller's facility or the region, for these roles."""
    return Access(frozenset(roles), Reach.FACILITY)


CASE = "/api/consultations/{consultationId}"
STUDY = "/dicom-web/studies/{studyUid}"
SERIES = STUDY + "/series/{seriesUid}"
INSTANCE = SERIES + "/instances/{instanceUid}"
CSV = "text/csv; charset=utf-8"
BYTES = "application/octet-stream"
DICOM_JSON = "application/dicom+json"
TUS_BODY = "application/offset+octet-stream"

ACCOUNT_ROUTES = (
    Route(
        name="signIn",
        method="POST",
        path="/api/sign-in",
        summary="Sign in; sets the session cookie",
        access=OPEN,
        body=account.SignIn,
        reply=account.Me,
    ),
    Route(
        name="signOut",
        method="POST",
        path="/api/sign-out",
        summary="End the session at once, its live sockets included",
        access=OWN_ACCOUNT,
        status=204,
    ),
    Route(
        name="me",
        method="GET",
        path="/api/me",
        summary="The account that is signed in",
        access=OWN_ACCOUNT,
        reply=account.Me,
    ),
    Route(
        name="updateMe",
        method="PATCH",
        path="/api/me",
        summary="Change own preferences or password",
        access=OWN_ACCOUNT,
        body=account.UpdateMe,
        reply=account.Me,
    ),
)

CASE_ROUTES = (
    Route(
        name="worklist",
        method="GET",
        path="/api/worklist",
        summary="What waits for the caller: counts strip and cases",
        access=listed(*TREATING),
        query=cases.WorklistQuery,
        reply=cases.Worklist,
    ),
    Route(
        name="consultations",
        method="GET",
        path="/api/consultations",
        summary="All cases in the caller's scope",
        access=listed(*LISTING),
        query=cases.ConsultationQuery,
        reply=cases.ConsultationPage,
    ),
    Route(
        name="consultationsCsv",
        method="GET",
        path="/api/consultations.csv",
        summary="The same as a table, at most 10,000 rows",
        access=listed(*LISTING),
        query=cases.ConsultationQuery,
        media=CSV,
    ),
    Route(
        name="createConsultation",
        method="POST",
        path="/api/consultations",
        summary="Begin a draft",
        access=listed(RD, SP),
        body=cases.CreateConsultation,
        reply=cases.Consultation,
        status=201,
    ),
    Route(
        name="consultation",
        method="GET",
        path=CASE,
        summary="Everything about one case",
        access=on_case(*READING),
        reply=cases.Consultation,
    ),
    Route(
        name="saveConsultation",
        method="PATCH",
        path=CASE,
        summary="Save the form of a draft or returned case",
        access=on_case(RD, SP),
        body=cases.SaveConsultation,
        reply=cases.Consultation,
    ),
    Route(
        name="deleteDraft",
        method="DELETE",
        path=CASE,
        summary="Throw a draft away",
        access=on_case(RD, SP),
        query=steps.VersionQuery,
        status=204,
    ),
    Route(
        name="timeline",
        method="GET",
        path=CASE + "/timeline",
        summary="What happened to the case",
        access=on_case(*LISTING),
        reply=cases.Timeline,
    ),
    Route(
        name="submit",
        method="POST",
        path=CASE + "/submit",
        summary="Hand a draft in",
        access=on_case(RD, SP),
        body=steps.TakeStep,
        reply=cases.Consultation,
    ),
    Route(
        name="resubmit",
        method="POST",
        path=CASE + "/resubmit",
        summary="Hand a returned case in again",
        access=on_case(RD, SP),
        body=steps.ResubmitCase,
        reply=cases.Consultation,
    ),
    Route(
        name="accept",
        method="POST",
        path=CASE + "/accept",
        summary="Take a submitted case on",
        access=on_case(CO),
        body=steps.TakeStep,
        reply=cases.Consultation,
    ),
    Route(
        name="return",
        method="POST",
        path=CASE + "/return",
        summary="Send a case back for supplement",
        access=on_case(CO),
        body=steps.ReturnCase,
        reply=cases.Consultation,
    ),
    Route(
        name="reject",
        method="POST",
        path=CASE + "/reject",
        summary="Refuse a case",
        access=on_case(CO),
        body=steps.EndCase,
        reply=cases.Consultation,
    ),
    Route(
        name="cancel",
        method="POST",
        path=CASE + "/cancel",
        summary="Call a case off before its session",
        access=on_case(RD, SP, CO),
        body=steps.EndCase,
        reply=cases.Consultation,
    ),
    Route(
        name="offer",
        method="POST",
        path=CASE + "/offer",
        summary="Ask a specialist, with a slot",
        access=on_case(CO),
        body=steps.OfferCase,
        reply=cases.Consultation,
    ),
    Route(
        name="acknowledge",
        method="POST",
        path=CASE + "/acknowledge",
        summary="Confirm that the opinion was read, and what follows",
        access=on_case(RD, SP),
        body=steps.AcknowledgeCase,
        reply=cases.Consultation,
    ),
    Route(
        name="close",
        method="POST",
        path=CASE + "/close",
        summary="Close an acknowledged case",
        access=on_case(RD, SP),
        body=steps.CloseCase,
        reply=cases.Consultation,
    ),
    Route(
        name="acceptInvitation",
        method="POST",
        path="/api/invitations/{invitationId}/accept",
        summary="Accept an invitation",
        access=on_case(SP),
        body=steps.AnswerInvitation,
        reply=cases.Consultation,
    ),
    Route(
        name="declineInvitation",
        method="POST",
        path="/api/invitations/{invitationId}/decline",
        summary="Decline an invitation, with the reason",
        access=on_case(SP),
        body=steps.DeclineInvitation,
        reply=cases.Case,
    ),
)

PATIENT_ROUTES = (
    Route(
        name="patients",
        method="GET",
        path="/api/patients",
        summary="Find a patient by citizen ID, card or name",
        access=listed(*TREATING),
        query=patients.PatientQuery,
        reply=patients.PatientList,
    ),
    Route(
        name="createPatient",
        method="POST",
        path="/api/patients",
        summary="Register a patient",
        access=listed(RD, SP),
        body=patients.CreatePatient,
        reply=patients.Patient,
        status=201,
    ),
    Route(
        name="giveConsent",
        method="POST",
        path=CASE + "/consents",
        summary="Record a consent",
        access=on_case(RD, SP),
        body=patients.GiveConsent,
        reply=patients.Consent,
        status=201,
    ),
)

MATERIAL_ROUTES = (
    Route(
        name="materials",
        method="GET",
        path=CASE + "/materials",
        summary="Materials of a case",
        access=on_case(*READING),
        reply=materials.MaterialList,
    ),
    Route(
        name="removeMaterial",
        method="DELETE",
        path="/api/materials/{materialId}",
        summary="Take a material out of a case that is not yet in session",
        access=on_case(RD, SP),
        status=204,
    ),
    Route(
        name="uploads",
        method="GET",
        path=CASE + "/uploads",
        summary="Files on their way in, and what became of them",
        access=on_case(RD, SP, CO),
        reply=materials.UploadList,
    ),
    Route(
        name="uploadOptions",
        method="OPTIONS",
        path="/api/uploads",
        summary="tus version, extensions and largest size",
        access=OPEN,
        status=204,
    ),
    Route(
        name="createUpload",
        method="POST",
        path="/api/uploads",
        summary="tus creation; metadata consultationId, filename, relativePath, sha256",
        access=on_case(RD, SP),
        status=201,
        accepts=TUS_BODY,
    ),
    Route(
        name="uploadOffset",
        method="HEAD",
        path="/api/uploads/{uploadId}",
        summary="tus offset",
        access=on_case(RD, SP),
    ),
    Route(
        name="upload",
        method="GET",
        path="/api/uploads/{uploadId}",
        summary="State of one upload and its result",
        access=on_case(RD, SP),
        reply=materials.Upload,
    ),
    Route(
        name="patchUpload",
        method="PATCH",
        path="/api/uploads/{uploadId}",
        summary="tus append; the last one also takes the file in",
        access=on_case(RD, SP),
        status=204,
        accepts=TUS_BODY,
    ),
    Route(
        name="removeUpload",
        method="DELETE",
        path="/api/uploads/{uploadId}",
        summary="tus termination",
        access=on_case(RD, SP),
        status=204,
    ),
    Route(
        name="attachmentContent",
        method="GET",
        path="/api/attachments/{attachmentId}/content",
        summary="Bytes of a photo or document",
        access=on_case(*READING),
        media=BYTES,
    ),
    Route(
        name="ecg",
        method="GET",
        path="/api/ecgs/{ecgId}",
        summary="Leads, rates, units and annotations of an ECG",
        access=on_case(*READING),
        reply=materials.Ecg,
    ),
    Route(
        name="ecgSamples",
        method="GET",
        path="/api/ecgs/{ecgId}/samples",
        summary="Samples: int16 little-endian, lead after lead",
        access=on_case(*READING),
        media=BYTES,
    ),
)

DICOM_ROUTES = (
    Route(
        name="searchStudies",
        method="GET",
        path="/dicom-web/studies",
        summary="QIDO-RS studies of the caller's cases",
        access=listed(*READING),
        media=DICOM_JSON,
    ),
    Route(
        name="searchSeries",
        method="GET",
        path=STUDY + "/series",
        summary="QIDO-RS series of a study",
        access=on_case(*READING),
        media=DICOM_JSON,
    ),
    Route(
        name="seriesMetadata",
        method="GET",
        path=SERIES + "/metadata",
        summary="WADO-RS metadata of a series",
        access=on_case(*READING),
        media=DICOM_JSON,
    ),
    Route(
        name="frame",
        method="GET",
        path=INSTANCE + "/frames/{frame}",
        summary="One decoded frame, little-endian",
        access=on_case(*READING),
        media=BYTES,
    ),
    Route(
        name="rendered",
        method="GET",
        path=INSTANCE + "/rendered",
        summary="One frame as JPEG, not for diagnosis",
        access=on_case(*READING),
        query=materials.RenderedQuery,
        media="image/jpeg",
    ),
    Route(
        name="thumbnail",
        method="GET",
        path=SERIES + "/thumbnail",
        summary="Small JPEG of the middle of a series",
        access=on_case(*READING),
        media="image/jpeg",
    ),
)

SCHEDULING_ROUTES = (
    Route(
        name="specialists",
        method="GET",
        path="/api/specialists",
        summary="Who can be asked, with free slots",
        access=listed(CO),
        query=scheduling.SpecialistQuery,
        reply=scheduling.SpecialistList,
    ),
    Route(
        name="calendar",
        method="GET",
        path="/api/calendar",
        summary="Bookings and open hours of specialists",
        access=listed(*TREATING, FA, RA),
        query=scheduling.CalendarQuery,
        reply=scheduling.Calendar,
    ),
    Route(
        name="session",
        method="GET",
        path="/api/sessions/{sessionId}",
        summary="A live session before, during and after",
        access=on_case(*READING, OB),
        reply=scheduling.Session,
    ),
    Route(
        name="sessionToken",
        method="POST",
        path="/api/sessions/{sessionId}/token",
        summary="Entry to the live room",
        access=on_case(*TREATING, OB),
        reply=scheduling.SessionToken,
        status=201,
    ),
    Route(
        name="deviceCheck",
        method="POST",
        path="/api/sessions/{sessionId}/device-check",
        summary="Note what the waiting room found out",
        access=on_case(*TREATING, OB),
        body=scheduling.DeviceCheck,
        reply=scheduling.DeviceCheckSaved,
        status=201,
    ),
    Route(
        name="sessionLog",
        method="GET",
        path="/api/sessions/{sessionId}/log",
        summary="Entries of the session log",
        access=on_case(*READING),
        query=scheduling.LogQuery,
        reply=scheduling.LogPage,
    ),
)

OPINION_ROUTES = (
    Route(
        name="opinions",
        method="GET",
        path=CASE + "/opinions",
        summary="Opinions on a case that the caller may see",
        access=on_case(*READING),
        reply=opinions.OpinionList,
    ),
    Route(
        name="startOpinion",
        method="POST",
        path=CASE + "/opinions",
        summary="Begin the caller's opinion",
        access=on_case(SP),
        body=opinions.StartOpinion,
        reply=opinions.Opinion,
        status=201,
    ),
    Route(
        name="saveOpinion",
        method="PUT",
        path="/api/opinions/{opinionId}",
        summary="Save the draft",
        access=on_case(SP),
        body=opinions.SaveOpinion,
        reply=opinions.Opinion,
    ),
    Route(
        name="signOpinion",
        method="POST",
        path="/api/opinions/{opinionId}/sign",
        summary="Sign and issue the draft; asks for the password",
        access=on_case(SP),
        body=opinions.SignOpinion,
        reply=opinions.Opinion,
    ),
    Route(
        name="amendOpinion",
        method="POST",
        path="/api/opinions/{opinionId}/amend",
        summary="Open a draft of the next version",
        access=on_case(SP),
        body=opinions.AmendOpinion,
        reply=opinions.Opinion,
    ),
    Route(
        name="opinionPdf",
        method="GET",
        path="/api/opinions/{opinionId}/versions/{number}.pdf",
        summary="An issued version as PDF in two parts",
        access=on_case(*READING),
        media="application/pdf",
    ),
    Route(
        name="verifyOpinion",
        method="GET",
        path="/api/opinions/{opinionId}/versions/{number}/verify",
        summary="Whether a version is what was signed",
        access=on_case(*READING),
        reply=opinions.Verification,
    ),
)

RECORDING_ROUTES = (
    Route(
        name="recordings",
        method="GET",
        path="/api/recordings",
        summary="Recordings the caller may play",
        access=listed(*READING),
        query=recordings.RecordingQuery,
        reply=recordings.RecordingPage,
        provider="recordings",
    ),
    Route(
        name="recording",
        method="GET",
        path="/api/recordings/{recordingId}",
        summary="One recording with its tracks",
        access=on_case(*READING),
        reply=recordings.Recording,
        provider="recordings",
    ),
    Route(
        name="recordingTrack",
        method="GET",
        path="/api/recordings/{recordingId}/tracks/{trackId}",
        summary="Bytes of one track, with ranges",
        access=on_case(*READING),
        media="video/webm",
        provider="recordings",
    ),
)

ADMIN_ROUTES = (
    Route(
        name="facilities",
        method="GET",
        path="/api/facilities",
        summary="Facilities of the region",
        access=in_facility(*EVERYONE),
        query=admin.FacilityQuery,
        reply=admin.FacilityPage,
    ),
    Route(
        name="facility",
        method="GET",
        path="/api/facilities/{facilityId}",
        summary="One facility",
        access=in_facility(*EVERYONE),
        reply=admin.Facility,
    ),
    Route(
        name="createFacility",
        method="POST",
        path="/api/facilities",
        summary="Add a facility",
        access=in_facility(RA),
        body=admin.CreateFacility,
        reply=admin.Facility,
        status=201,
    ),
    Route(
        name="updateFacility",
        method="PATCH",
        path="/api/facilities/{facilityId}",
        summary="Change a facility",
        access=in_facility(FA, RA),
        body=admin.UpdateFacility,
        reply=admin.Facility,
    ),
    Route(
        name="createDepartment",
        method="POST",
        path="/api/facilities/{facilityId}/departments",
        summary="Add a department",
        access=in_facility(FA, RA),
        body=admin.CreateDepartment,
        reply=admin.Facility,
        status=201,
    ),
    Route(
        name="users",
        method="GET",
        path="/api/users",
        summary="Accounts of the facility or the region",
        access=in_facility(FA, RA),
        query=admin.UserQuery,
        reply=admin.UserPage,
    ),
    Route(
        name="createUser",
        method="POST",
        path="/api/users",
        summary="Add an account",
        access=in_facility(FA, RA),
        body=admin.CreateUser,
        reply=admin.User,
        status=201,
    ),
    Route(
        name="updateUser",
        method="PATCH",
        path="/api/users/{accountId}",
        summary="Change or close an account",
        access=in_facility(FA, RA),
        body=admin.UpdateUser,
        reply=admin.User,
    ),
    Route(
        name="figures",
        method="GET",
        path="/api/figures",
        summary="Indicators with numerator and denominator",
        access=in_facility(*LISTING),
        query=admin.FiguresQuery,
        reply=admin.Figures,
    ),
    Route(
        name="figuresCsv",
        method="GET",
        path="/api/figures.csv",
        summary="The same as a table",
        access=in_facility(*LISTING),
        query=admin.FiguresQuery,
        media=CSV,
    ),
    Route(
        name="audit",
        method="GET",
        path="/api/audit",
        summary="Search the audit trail",
        access=in_facility(AU, FA),
        query=admin.AuditQuery,
        reply=admin.AuditPage,
    ),
    Route(
        name="auditCsv",
        method="GET",
        path="/api/audit.csv",
        summary="The same as a table, at most 10,000 rows",
        access=in_facility(AU, FA),
        query=admin.AuditQuery,
        media=CSV,
    ),
)

SERVICE_ROUTES = (
    Route(
        name="openapi",
        method="GET",
        path="/api/openapi.json",
        summary="This interface, described",
        access=OPEN,
    ),
    Route(
        name="health",
        method="GET",
        path="/healthz",
        summary="Whether the service answers",
        access=OPEN,
        reply=admin.Health,
    ),
)

ROUTES: tuple[Route, ...] = (
    *ACCOUNT_ROUTES,
    *CASE_ROUTES,
    *PATIENT_ROUTES,
    *MATERIAL_ROUTES,
    *DICOM_ROUTES,
    *SCHEDULING_ROUTES,
    *OPINION_ROUTES,
    *RECORDING_ROUTES,
    *ADMIN_ROUTES,
    *SERVICE_ROUTES,
)

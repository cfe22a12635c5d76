"""How to call every route so that only access decides, and which action of the access table it stands for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from telemed.domain.access import Action
from telemed.domain.ids import ConsultationId
from telemed.domain.roles import Role
from tests.support.region import (
    CAST,
    DRAFT,
    FACILITIES,
    ISSUED,
    OFFER,
    OFFERED,
    OPINION,
    PASSWORD,
    PATIENT,
    PLANNED,
    SESSION_ENDED,
    SESSION_PLANNED,
)

Case = ConsultationId | None
Paths = Mapping[str, str]
STALE = 999
"""A version that nothing has: who may take the step gets a conflict, and nothing changes."""
EVERY_CASE = (DRAFT, OFFERED, PLANNED, ISSUED)
MATERIALS = "materials"
UPLOAD = "upload"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One route's call."""

    action: Action | None
    """None: `expected` alone decides."""
    cases: tuple[Case, ...] = (None,)
    paths: Callable[[Case], Paths] = lambda case: {"consultationId": case or ""}
    body: object = None
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    expected: Callable[[str], bool] | None = None
    """By the person's name, where roles and relations to a case do not decide."""
    needs: str = ""
    """What the paths are completed from at run time: MATERIALS or UPLOAD."""


VERSION: dict[str, object] = {"version": STALE}
DAYS = {"from": "2026-11-25T00:00:00Z", "to": "2026-11-26T00:00:00Z"}
PERIOD = {"from": "2026-11-01", "to": "2026-11-25"}
CONSENT = {
    "scopes": ["consultation"], "form": "paper", "signerName": "刘", "relation": "self", "textVersion": "1",
    "signedAt": "2026-11-25T00:00:00Z",
}  # fmt: skip
CHECK = dict.fromkeys(("camera", "microphone", "speaker", "connection"), "ok")
FACILITY = {"code": "F9", "name": "新机构", "tier": "village", "type": "clinic", "divisionCode": "150299"}
FACILITY_CHANGE = {
    **VERSION, "name": "机构", "shortName": "", "grade": "", "contactName": "", "contactPhone": "",
    "isActive": True,
}  # fmt: skip
USER = {
    "login": "newcomer", "displayName": "新人", "password": "long enough 1", "roles": ["facility_admin"],
    "facilityId": FACILITIES[1],
}  # fmt: skip
USER_CHANGE = {
    **VERSION, "displayName": "x", "roles": ["requesting_doctor"], "isActive": True, "title": "",
    "specialities": [],
}  # fmt: skip
TUS = {"Tus-Resumable": "1.0.0"}
TUS_APPEND = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}


def on_cases(action: Action, body: object = None) -> Probe:
    """The relation to each case decides."""
    return Probe(action=action, cases=EVERY_CASE, body=body)


def on_invitation(body: object) -> Probe:
    """The invitation of the offered case."""
    return Probe(
        action=Action.ANSWER_INVITATION,
        cases=(OFFERED,),
        paths=lambda _case: {"invitationId": OFFER},
        body=body,
    )


def on_session(action: Action, body: object = None) -> Probe:
    """The planned and the ended session."""
    ids: dict[Case, str] = {PLANNED: SESSION_PLANNED, ISSUED: SESSION_ENDED}
    return Probe(
        action=action, cases=(PLANNED, ISSUED), paths=lambda case: {"sessionId": ids[case]}, body=body
    )


def on_opinion(action: Action, body: object = None) -> Probe:
    """The issued opinion."""
    paths = {"opinionId": OPINION, "number": "1"}
    return Probe(action=action, cases=(ISSUED,), paths=lambda _case: paths, body=body)


def on_material(action: Action) -> Probe:
    """What the issued case holds."""
    return Probe(action=action, cases=(ISSUED,), needs=MATERIALS)


def on_upload(headers: Mapping[str, str] = TUS) -> Probe:
    """An upload that the doctor began."""
    return Probe(action=None, needs=UPLOAD, headers=headers, expected=lambda name: name == "doctor")


def in_home_facility(body: object, action: Action) -> Probe:
    """Of facility 1 and one of its accounts."""
    paths = {"facilityId": FACILITIES[1], "accountId": CAST["doctor"].account_id}
    return Probe(
        action=action,
        paths=lambda _case: paths,
        body=body,
        expected=lambda name: name == "admin_home" or CAST[name].role is Role.REGION_ADMIN,
    )


def announcing(case: Case) -> dict[str, str]:
    """Headers of a tus creation."""
    pairs = (("consultationId", case or ""), ("filename", "file"))
    fields = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs)
    return {**TUS, "Upload-Length": "10", "Upload-Metadata": fields}


FORM = {**VERSION, "urgency": "routine", "mode": "live", "form": {}}
OFFER_BODY = {**VERSION, "specialistId": CAST["expert"].practitioner_id}
REASON = {**VERSION, "reason": "重复"}
CONTENT = {**VERSION, "content": {}}
SIGNATURE = {**VERSION, "password": PASSWORD}
NOBODY = {"login": "nobody", "password": "wrong"}
PATIENT_BODY = {"name": "王桂兰", "sex": "female", "isIdentityUnknown": True}
READ_OPEN = Probe(action=None, expected=lambda _name: True)

PROBES: dict[str, Probe] = {
    "signIn": Probe(action=None, body=NOBODY, expected=lambda _name: False),
    "signOut": Probe(action=Action.OWN_ACCOUNT),
    "me": Probe(action=Action.OWN_ACCOUNT),
    "updateMe": Probe(action=Action.OWN_ACCOUNT, body={"theme": "reading"}),
    "worklist": Probe(action=Action.LIST_CASE),
    "consultations": Probe(action=Action.LIST_CASE),
    "consultationsCsv": Probe(action=Action.LIST_CASE),
    "createConsultation": Probe(action=Action.CREATE_CASE, body={"patientId": PATIENT}),
    "consultation": on_cases(Action.READ_SUMMARY),
    "saveConsultation": on_cases(Action.EDIT_CASE, FORM),
    "deleteDraft": replace(on_cases(Action.DELETE_DRAFT), query={"version": str(STALE)}),
    "timeline": on_cases(Action.READ_TIMELINE),
    "submit": on_cases(Action.SUBMIT_CASE, VERSION),
    "resubmit": on_cases(Action.SUBMIT_CASE, VERSION),
    "accept": on_cases(Action.ACCEPT_CASE, VERSION),
    "return": on_cases(Action.RETURN_CASE, {**VERSION, "items": ["心电图"]}),
    "reject": on_cases(Action.REJECT_CASE, REASON),
    "cancel": on_cases(Action.CANCEL_CASE, REASON),
    "offer": on_cases(Action.OFFER_CASE, OFFER_BODY),
    "acknowledge": on_cases(Action.ACKNOWLEDGE_CASE, {**VERSION, "adoption": "full"}),
    "close": on_cases(Action.CLOSE_CASE, VERSION),
    "acceptInvitation": on_invitation(VERSION),
    "declineInvitation": on_invitation(REASON),
    "patients": Probe(action=Action.FIND_PATIENT, query={"q": "H0001"}),
    "createPatient": Probe(action=Action.REGISTER_PATIENT, body=PATIENT_BODY),
    "giveConsent": on_cases(Action.GIVE_CONSENT, CONSENT),
    "materials": on_cases(Action.READ_MATERIAL),
    "removeMaterial": on_material(Action.REMOVE_MATERIAL),
    "uploads": on_cases(Action.READ_MATERIAL),
    "uploadOptions": READ_OPEN,
    "createUpload": on_cases(Action.ADD_MATERIAL),
    "uploadOffset": on_upload(),
    "upload": on_upload(),
    "patchUpload": on_upload(TUS_APPEND),
    "removeUpload": on_upload(),
    "attachmentContent": on_material(Action.READ_MATERIAL),
    "ecg": on_material(Action.READ_MATERIAL),
    "ecgSamples": on_material(Action.READ_MATERIAL),
    "searchStudies": Probe(action=Action.READ_MATERIAL),
    "searchSeries": on_material(Action.READ_MATERIAL),
    "seriesMetadata": on_material(Action.READ_MATERIAL),
    "frame": on_material(Action.READ_MATERIAL),
    "rendered": on_material(Action.READ_MATERIAL),
    "thumbnail": on_material(Action.READ_MATERIAL),
    "specialists": Probe(action=Action.FIND_SPECIALIST),
    "calendar": Probe(action=Action.READ_CALENDAR, query=DAYS),
    "session": on_session(Action.READ_SESSION),
    "sessionToken": on_session(Action.JOIN_SESSION),
    "deviceCheck": on_session(Action.JOIN_SESSION, CHECK),
    "sessionLog": on_session(Action.READ_SESSION),
    "opinions": on_cases(Action.READ_OPINION),
    "startOpinion": on_cases(Action.WRITE_OPINION, {}),
    "saveOpinion": on_opinion(Action.WRITE_OPINION, CONTENT),
    "signOpinion": on_opinion(Action.SIGN_OPINION, SIGNATURE),
    "amendOpinion": on_opinion(Action.WRITE_OPINION, REASON),
    "opinionPdf": on_opinion(Action.READ_OPINION),
    "verifyOpinion": on_opinion(Action.READ_OPINION),
    "facilities": Probe(action=Action.READ_FACILITY),
    "facility": Probe(action=Action.READ_FACILITY, paths=lambda _case: {"facilityId": FACILITIES[1]}),
    "createFacility": Probe(action=Action.CREATE_FACILITY, body=FACILITY),
    "updateFacility": in_home_facility(FACILITY_CHANGE, Action.EDIT_FACILITY),
    "createDepartment": in_home_facility({"code": "D1", "name": "内科"}, Action.EDIT_FACILITY),
    "users": Probe(action=Action.READ_USERS),
    "createUser": in_home_facility(USER, Action.EDIT_USERS),
    "updateUser": in_home_facility(USER_CHANGE, Action.EDIT_USERS),
    "figures": Probe(action=Action.READ_FIGURES, query=PERIOD),
    "figuresCsv": Probe(action=Action.READ_FIGURES, query=PERIOD),
    "audit": Probe(action=Action.SEARCH_AUDIT),
    "auditCsv": Probe(action=Action.SEARCH_AUDIT),
    "openapi": READ_OPEN,
    "health": READ_OPEN,
}

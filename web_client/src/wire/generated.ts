// Written by `python -m telemed.wire.export` from telemed/wire; change it there.

export const PROTOCOL = 1;
export const CHAT_KEPT = 500;
export const LIVE_NAMESPACE = "/live";

/** A command is committed and answered with a body, or refused with a stable code and nothing changed. */
export type Ack<Body> = { readonly ok: true; readonly body: Body } | (Refused & { readonly ok: false });

/** The requester has read the opinion and says what follows from it. */
export interface AcknowledgeCase {
  readonly version: number;
  readonly adoption: Adoption;
  readonly reason?: string;
  readonly implementation?: string;
}

/** What the requester made of the opinion. */
export interface Acknowledgement {
  readonly at: string;
  readonly by: PersonRef | null;
  readonly adoption: Adoption;
  readonly reason: string;
  readonly implementation: string;
}

export type Adoption =
  | "full"
  | "none"
  | "partial";

/** Opens a draft of the next version; the issued one stays readable. */
export interface AmendOpinion {
  readonly version: number;
  readonly reason: string;
}

/** An annotation with its author, whom the server names. */
export interface Annotation {
  readonly uid: string;
  readonly materialId: string;
  readonly sopInstanceUid: string | null;
  readonly frame: number | null;
  readonly kind: "arrow" | "ellipse" | "freehand" | "length" | "text";
  readonly points: ReadonlyArray<readonly [number, number]>;
  readonly text: string;
  readonly version: number;
  readonly authorId: string;
}

/** An annotation as its author sends it: the whole of it, each time it changes. */
export interface AnnotationDraft {
  readonly uid: string;
  readonly materialId: string;
  readonly sopInstanceUid: string | null;
  readonly frame: number | null;
  readonly kind: "arrow" | "ellipse" | "freehand" | "length" | "text";
  readonly points: ReadonlyArray<readonly [number, number]>;
  readonly text: string;
  readonly version: number;
}

/** An annotation is new or changed; this is the whole of it. */
export interface AnnotationPut {
  readonly type: "annotation.put";
  readonly annotation: Annotation;
}

/** The annotation is gone for good; its uid is never used again. */
export interface AnnotationRemoved {
  readonly type: "annotation.removed";
  readonly uid: string;
}

/** Accept an invitation. */
export interface AnswerInvitation {
  readonly version: number;
}

/** Committed; the log then stood at `seq`. */
export interface Applied {
  readonly seq: number;
}

export type Area =
  | "audit"
  | "calendar"
  | "cases"
  | "facilities"
  | "figures"
  | "new_case"
  | "opinions"
  | "recordings"
  | "users"
  | "worklist";

/** Ask everyone to be recorded; whoever asks consents. */
export interface AskRecording {
  readonly type: "recording.ask";
}

/** One page of the trail, and the head of the chain to note down outside. */
export interface AuditPage {
  readonly items: ReadonlyArray<AuditRow>;
  readonly page: Page;
  readonly headSeq: number;
  readonly headHash: string;
}

/** Which entries, newest first. */
export interface AuditQuery {
  readonly q?: string | null;
  readonly actor?: string | null;
  readonly action?: string | null;
  readonly consultation?: string | null;
  readonly patient?: string | null;
  readonly facility?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly page?: number;
  readonly size?: number;
}

/** One entry of the chain. */
export interface AuditRow {
  readonly seq: number;
  readonly at: string;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actorRole: string;
  readonly facilityName: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly consultationId: string | null;
  readonly number: string;
  readonly purpose: string;
  readonly isAllowed: boolean;
  readonly address: string;
  readonly hash: string;
}

/** The `bye` event: the last word before the server closes the connection. */
export interface Bye {
  readonly reason: "closing" | "ended" | "flood" | "left" | "moved" | "removed" | "taken_over" | "timed_out" | "too_slow";
}

/** Specialists as columns, bookings in them. */
export interface Calendar {
  readonly specialists: ReadonlyArray<PersonRef>;
  readonly openHours: ReadonlyArray<OpenHours>;
  readonly entries: ReadonlyArray<CalendarEntry>;
}

/** A booked span. Who may not read the case sees it as busy, without the case. */
export interface CalendarEntry {
  readonly id: string;
  readonly specialistId: string;
  readonly start: string;
  readonly end: string;
  readonly kind: "busy" | "consultation";
  readonly consultationId: string | null;
  readonly sessionId: string | null;
  readonly number: string;
  readonly state: State | null;
  readonly urgency: Urgency | null;
  readonly patient: PatientBrief | null;
  readonly purpose: string;
  readonly requestingFacility: FacilityRef | null;
  readonly isMine: boolean;
}

/** Which days; at most 62. */
export interface CalendarQuery {
  readonly from: string;
  readonly to: string;
  readonly speciality?: string | null;
  readonly facility?: string | null;
  readonly specialist?: string | null;
}

/** A measured box on an ECG lead. */
export interface Caliper {
  readonly uid: string;
  readonly lead: string;
  readonly fromS: number;
  readonly toS: number;
  readonly fromMv: number;
  readonly toMv: number;
}

/** Where one looks, independent of the size of the screen. */
export interface Camera {
  readonly focal: readonly [number, number];
  readonly parallelScale: number;
}

/** A consultation as one row of a list. */
export interface Case {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: State;
  readonly urgency: Urgency;
  readonly mode: Mode;
  readonly patient: PatientBrief | null;
  readonly purpose: string;
  readonly speciality: string;
  readonly requester: PersonRef;
  readonly expert: PersonRef | null;
  readonly invitationId: string | null;
  readonly planned: Planned | null;
  readonly materials: ReadonlyArray<MaterialBadge>;
  readonly deadline: Deadline | null;
  readonly submittedAt: string | null;
  readonly updatedAt: string;
  readonly allowedSteps: ReadonlyArray<CaseStep>;
  readonly nextStep: CaseStep | null;
}

export type CaseStep =
  | "accept"
  | "acknowledge"
  | "amend_opinion"
  | "answer"
  | "cancel"
  | "close"
  | "consent"
  | "delete"
  | "edit"
  | "join"
  | "offer"
  | "reject"
  | "resubmit"
  | "return"
  | "sign_opinion"
  | "start"
  | "submit"
  | "upload"
  | "write_opinion";

export type Certainty =
  | "confirmed"
  | "excluded"
  | "possible"
  | "probable";

/** A stretch in which one kind of thing was looked at. */
export interface Chapter {
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: "discussion" | "document" | "ecg" | "images" | "opening" | "record";
  readonly materialId: string | null;
  readonly title: string;
}

/** A line of chat with its place in the log. */
export interface ChatLine {
  readonly seq: number;
  readonly atMs: number;
  readonly participantId: string;
  readonly displayName: string;
  readonly text: string;
}

/** A line of chat. */
export interface ChatPosted {
  readonly type: "chat.posted";
  readonly text: string;
}

export type CheckResult =
  | "absent"
  | "denied"
  | "failed"
  | "ok"
  | "skipped";

/** A DICOM multi-frame cine (ultrasound, angiography), read through DICOMweb. */
export interface ClipMaterial {
  readonly kind: "clip";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly modality: string;
  readonly seriesDescription: string;
  readonly studyDate: string | null;
  readonly patientName: string;
  readonly frameCount: number;
  readonly framesPerS: number;
  readonly thumbnailPath: string;
}

/** Conformity of the diagnosis and where the patient goes. */
export interface CloseCase {
  readonly version: number;
  readonly conformity?: Conformity;
  readonly diagnosisAfter?: string;
  readonly referral?: ReferralDirection;
}

export type CodeSystem =
  | ""
  | "gbt15657"
  | "icd10"
  | "mongolian";

/** The `command` event: a body under an idempotency key. The same key from the same seat acts once. */
export interface Command {
  readonly id: string;
  readonly body: CommandBody;
}

export type CommandBody =
  | AskRecording
  | ConsentToRecording
  | EndSession
  | GrantPresenter
  | Join
  | Leave
  | OfferMedia
  | PauseRecording
  | PostChat
  | PreferMedia
  | PutAnnotation
  | ReleasePresenter
  | RemoveAnnotation
  | RemoveParticipant
  | RequestPresenter
  | ResumeRecording
  | Resync
  | SetDevices
  | SetHand
  | SetView
  | ShowOnStage
  | StartSession
  | StopRecording
  | TakePresenter;

export type Conformity =
  | "conform"
  | "mostly"
  | "not"
  | "open";

/** A recorded consent. */
export interface Consent {
  readonly id: string;
  readonly scopes: ReadonlyArray<ConsentScope>;
  readonly form: ConsentForm;
  readonly signerName: string;
  readonly relation: SignerRelation;
  readonly textVersion: string;
  readonly signedAt: string;
  readonly recordedBy: PersonRef | null;
  readonly witness: string;
  readonly scanMaterialId: string | null;
  readonly emergencyApprover: string;
  readonly emergencyReason: string;
  readonly withdrawnAt: string | null;
}

export type ConsentForm =
  | "paper"
  | "signature"
  | "verbal_emergency";

export type ConsentScope =
  | "consultation"
  | "recording"
  | "sharing"
  | "teaching";

/** Agree or not; a refusal while recording pauses it. */
export interface ConsentToRecording {
  readonly type: "recording.consent";
  readonly given: boolean;
}

/** Everything the case page shows. `summary` only: an invited expert who has not yet accepted. */
export interface Consultation {
  readonly case: Case;
  readonly reach: "full" | "summary";
  readonly patient: Patient | null;
  readonly form: RequestForm;
  readonly targetFacility: FacilityRef | null;
  readonly createdAt: string;
  readonly missing: ReadonlyArray<Missing>;
  readonly consents: ReadonlyArray<Consent>;
  readonly materials: ReadonlyArray<Material>;
  readonly invitations: ReadonlyArray<Invitation>;
  readonly returnedFor: ReturnedFor | null;
  readonly endReason: string;
  readonly opinions: ReadonlyArray<OpinionBrief>;
  readonly acknowledgement: Acknowledgement | null;
  readonly recordingIds: ReadonlyArray<string>;
}

/** One page of consultations. */
export interface ConsultationPage {
  readonly items: ReadonlyArray<Case>;
  readonly page: Page;
}

/** Cases in the caller's scope, in any state. */
export interface ConsultationQuery {
  readonly q?: string | null;
  readonly state?: string | null;
  readonly urgency?: string | null;
  readonly mode?: Mode | null;
  readonly speciality?: string | null;
  readonly facility?: string | null;
  readonly patient?: string | null;
  readonly submittedFrom?: string | null;
  readonly submittedTo?: string | null;
  readonly sort?: "deadline" | "newest" | "oldest";
  readonly page?: number;
  readonly size?: number;
}

/** A new draft. Everything but the patient may be filled in later. */
export interface CreateConsultation {
  readonly patientId: string;
  readonly urgency?: Urgency;
  readonly mode?: Mode;
  readonly form?: RequestForm | null;
}

/** A new department of a facility. */
export interface CreateDepartment {
  readonly code: string;
  readonly name: string;
  readonly specialities?: ReadonlyArray<string>;
  readonly phone?: string;
}

/** A new facility. */
export interface CreateFacility {
  readonly code: string;
  readonly name: string;
  readonly shortName?: string;
  readonly tier: Tier;
  readonly type: FacilityType;
  readonly grade?: string;
  readonly divisionCode: string;
  readonly parentId?: string | null;
  readonly contactName?: string;
  readonly contactPhone?: string;
}

/** A new patient; sex and birth date of a citizen ID must agree with the ID (GB 11643). */
export interface CreatePatient {
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate?: string | null;
  readonly identifiers?: ReadonlyArray<NewIdentifier>;
  readonly phone?: string;
  readonly address?: string;
  readonly ethnicity?: string;
  readonly guardianName?: string;
  readonly guardianPhone?: string;
  readonly isIdentityUnknown?: boolean;
}

/** A new account; requesting doctors and specialists become practitioners too. */
export interface CreateUser {
  readonly login: string;
  readonly displayName: string;
  readonly password: string;
  readonly roles: ReadonlyArray<Role>;
  readonly facilityId?: string | null;
  readonly departmentId?: string | null;
  readonly title?: string;
  readonly licenceNumber?: string;
  readonly specialities?: ReadonlyArray<string>;
}

/** The clock that runs for a case now. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly at: string;
  readonly mood: DeadlineMood;
  readonly isOverdue: boolean;
  readonly isPaused: boolean;
}

export type DeadlineKind =
  | "accept"
  | "acknowledge"
  | "answer"
  | "arrange"
  | "opinion"
  | "start"
  | "supplement";

export type DeadlineMood =
  | "calm"
  | "near"
  | "overdue";

/** Decline an invitation, with the mandatory reason. */
export interface DeclineInvitation {
  readonly version: number;
  readonly reason: string;
}

/** A department of a facility. */
export interface Department {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly specialities: ReadonlyArray<string>;
  readonly phone: string;
}

/** What the waiting room found out (N08, N35). */
export interface DeviceCheck {
  readonly camera: CheckResult;
  readonly microphone: CheckResult;
  readonly speaker: CheckResult;
  readonly connection: CheckResult;
  readonly roundTripMs?: number | null;
  readonly upKbps?: number | null;
  readonly downKbps?: number | null;
  readonly browser?: string;
}

/** When the check was noted. */
export interface DeviceCheckSaved {
  readonly at: string;
}

export type DeviceState =
  | "absent"
  | "blocked"
  | "off"
  | "on";

/** What one sends. Off: muted by choice; absent: there is none; blocked: the browser forbids it. */
export interface Devices {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly screen: "off" | "on";
}

/** A participant's devices changed. */
export interface DevicesSet {
  readonly type: "devices.set";
  readonly devices: Devices;
}

/** A diagnosis in words, with its code when one is known. */
export interface Diagnosis {
  readonly text: string;
  readonly code: string;
  readonly system: CodeSystem;
}

/** The fields of a DocumentView that changed. */
export interface DocumentChange {
  readonly type: "document";
  readonly page?: number;
  readonly centerX?: number;
  readonly centerY?: number;
  readonly zoom?: number;
}

/** A page of a PDF or a photograph; the centre is a share of the page's width and height. */
export interface DocumentView {
  readonly type: "document";
  readonly materialId: string;
  readonly page: number;
  readonly centerX: number;
  readonly centerY: number;
  readonly zoom: number;
}

/** An ECG but for its samples, which stand at samplesPath: int16 little-endian, lead after lead. */
export interface Ecg {
  readonly id: string;
  readonly materialId: string;
  readonly taken: string;
  readonly patientName: string;
  readonly sampleRateHz: number;
  readonly samplesPerLead: number;
  readonly leads: ReadonlyArray<EcgLead>;
  readonly annotations: ReadonlyArray<EcgAnnotation>;
  readonly samplesPath: string;
}

/** A measurement or statement of the device. */
export interface EcgAnnotation {
  readonly text: string;
  readonly value: number | null;
  readonly unit: string;
  readonly atS: ReadonlyArray<number>;
}

/** The fields of an EcgView that changed. */
export interface EcgChange {
  readonly type: "ecg";
  readonly mmPerS?: number;
  readonly mmPerMv?: number;
  readonly offsetS?: number;
  readonly layout?: EcgLayout;
  readonly calipers?: ReadonlyArray<Caliper>;
}

export type EcgLayout =
  | "12x1"
  | "3x4+1"
  | "6x2"
  | "rhythm";

/** One channel. Amplitude in mV = sample * mvPerUnit + baselineMv. */
export interface EcgLead {
  readonly name: string;
  readonly mvPerUnit: number;
  readonly baselineMv: number;
}

/** A DICOM waveform; the drawing data is at /api/ecgs/{ecgId}. */
export interface EcgMaterial {
  readonly kind: "ecg";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly ecgId: string;
  readonly taken: string;
  readonly leadCount: number;
  readonly durationS: number;
  readonly patientName: string;
}

/** A stretch of an ECG in millimetres of paper. */
export interface EcgView {
  readonly type: "ecg";
  readonly materialId: string;
  readonly mmPerS: number;
  readonly mmPerMv: number;
  readonly offsetS: number;
  readonly layout: EcgLayout;
  readonly calipers: ReadonlyArray<Caliper>;
}

/** Rejecting or cancelling, with the mandatory reason. */
export interface EndCase {
  readonly version: number;
  readonly reason: string;
}

/** End for everyone. */
export interface EndSession {
  readonly type: "session.end";
}

/** The `entries` event: in order, without gaps between them. */
export interface Entries {
  readonly entries: ReadonlyArray<LogEntry>;
}

export type EntryBody =
  | AnnotationPut
  | AnnotationRemoved
  | ChatPosted
  | DevicesSet
  | HandSet
  | ParticipantJoined
  | ParticipantLeft
  | ParticipantLost
  | ParticipantReturned
  | PresenterChanged
  | PresenterRequested
  | PresenterWithdrawn
  | RecordingAsked
  | RecordingConsented
  | RecordingDeclined
  | RecordingGivenUp
  | RecordingPaused
  | RecordingResumed
  | RecordingStarted
  | RecordingStopped
  | SessionEnded
  | SessionStarted
  | StageShown
  | ViewChanged;

/** The body of every HTTP error. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
  readonly remedy: string | null;
  readonly state: string | null;
}

/** What a statement rests on: a material, an image, a mark or a moment of the session. */
export interface Evidence {
  readonly materialId: string;
  readonly sopInstanceUid: string | null;
  readonly frame: number | null;
  readonly annotationUid: string | null;
  readonly sessionSeq: number | null;
  readonly note: string;
}

/** A medical institution. */
export interface Facility {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly shortName: string;
  readonly tier: Tier;
  readonly type: FacilityType;
  readonly grade: string;
  readonly divisionCode: string;
  readonly divisionName: string;
  readonly parent: FacilityRef | null;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly isActive: boolean;
  readonly departments: ReadonlyArray<Department>;
  readonly accountCount: number;
  readonly mayEdit: boolean;
}

/** One page of facilities. */
export interface FacilityPage {
  readonly items: ReadonlyArray<Facility>;
  readonly page: Page;
}

/** Which facilities, by code. */
export interface FacilityQuery {
  readonly q?: string | null;
  readonly tier?: Tier | null;
  readonly type?: FacilityType | null;
  readonly division?: string | null;
  readonly page?: number;
  readonly size?: number;
}

/** A facility as it is named beside other things. */
export interface FacilityRef {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  readonly tier: Tier;
}

export type FacilityType =
  | "blood_centre"
  | "cdc"
  | "clinic"
  | "clinical_laboratory"
  | "community_health_centre"
  | "community_health_station"
  | "consultation_centre"
  | "emergency_centre"
  | "ethnic_hospital"
  | "family_planning"
  | "general_hospital"
  | "health_education"
  | "health_supervision"
  | "integrated_hospital"
  | "maternal_child"
  | "other"
  | "outpatient_department"
  | "research_institute"
  | "sanatorium"
  | "specialised_hospital"
  | "statistics_centre"
  | "tcm_hospital"
  | "township_health_centre"
  | "village_clinic";

/** One indicator. A rate with a denominator under 10 is shown greyed; times are medians. */
export interface Figure {
  readonly key: string;
  readonly definitionVersion: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly definitionZh: string;
  readonly definitionEn: string;
  readonly unit: Unit;
  readonly value: number | null;
  readonly percentile90: number | null;
  readonly numerator: number;
  readonly denominator: number;
  readonly target: number | null;
  readonly trend: ReadonlyArray<TrendPoint>;
}

/** The main figures of one facility or speciality. */
export interface FigureRow {
  readonly name: string;
  readonly facilityId: string | null;
  readonly requests: number;
  readonly completed: number;
  readonly waitingMedianHours: number | null;
  readonly opinionMedianHours: number | null;
}

/** The indicators of a period and their parts. */
export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly computedAt: string;
  readonly figures: ReadonlyArray<Figure>;
  readonly byFacility: ReadonlyArray<FigureRow>;
  readonly bySpeciality: ReadonlyArray<FigureRow>;
}

/** Which days (both included, local time of the region) and which part of the region. */
export interface FiguresQuery {
  readonly from: string;
  readonly to: string;
  readonly facility?: string | null;
  readonly speciality?: string | null;
}

/** What was agreed, by whom and how (N20-N25). An emergency without consent names the approver (N21). */
export interface GiveConsent {
  readonly scopes: ReadonlyArray<ConsentScope>;
  readonly form: ConsentForm;
  readonly signerName: string;
  readonly relation: SignerRelation;
  readonly textVersion: string;
  readonly signedAt: string;
  readonly witness?: string;
  readonly scanMaterialId?: string | null;
  readonly emergencyApprover?: string;
  readonly emergencyReason?: string;
}

/** Hand the token over; the holder or the host. */
export interface GrantPresenter {
  readonly type: "presenter.grant";
  readonly participantId: string;
  readonly epoch: number;
}

/** A hand is up or down. */
export interface HandSet {
  readonly type: "hand.set";
  readonly raised: boolean;
}

/** The service answers. */
export interface Health {
  readonly status: "ok";
  readonly version: string;
}

/** As RTCIceServer of the W3C. */
export interface IceServer {
  readonly urls: ReadonlyArray<string>;
  readonly username: string | null;
  readonly credential: string | null;
}

export type IdentifierSystem =
  | "archive_number"
  | "citizen_id"
  | "e_health_card"
  | "health_card"
  | "inpatient_number"
  | "outpatient_number"
  | "passport"
  | "social_security_card"
  | "temporary";

/** A photo, re-encoded and without its EXIF data. */
export interface ImageMaterial {
  readonly kind: "image";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly contentPath: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** One expert's invitation. */
export interface Invitation {
  readonly id: string;
  readonly version: number;
  readonly expert: PersonRef;
  readonly state: InvitationState;
  readonly start: string | null;
  readonly end: string | null;
  readonly note: string;
  readonly reason: string;
  readonly offeredAt: string;
  readonly answeredAt: string | null;
  readonly isMine: boolean;
}

export type InvitationState =
  | "accepted"
  | "cancelled"
  | "claimed_by_other"
  | "declined"
  | "delegated"
  | "joined"
  | "left"
  | "offered"
  | "opinion_draft"
  | "prereading"
  | "removed"
  | "signed"
  | "timed_out";

/** The first command on every connection. */
export interface Join {
  readonly type: "join";
  readonly protocol: number;
  readonly instance: string;
  readonly since?: number;
  readonly host?: string | null;
  readonly consentsToRecording?: boolean;
}

/** The seat and where the room stands: either the whole state, or the entries the client lacks. */
export interface Joined {
  readonly participantId: string;
  readonly host: string;
  readonly serverMs: number;
  readonly state: RoomState | null;
  readonly entries: ReadonlyArray<LogEntry>;
  readonly tracks: TrackList;
  readonly iceServers: ReadonlyArray<IceServer>;
}

export type Language =
  | "en"
  | "zh";

/** Give the seat up. */
export interface Leave {
  readonly type: "leave";
}

/** How loud a participant is. */
export interface Level {
  readonly participantId: string;
  readonly dbov: number;
}

export type LiveCode =
  | "already_started"
  | "annotation_foreign"
  | "annotation_removed"
  | "bad_message"
  | "broken"
  | "busy"
  | "consent_needed"
  | "flood"
  | "incomplete_view"
  | "media_refused"
  | "no_such_material"
  | "no_such_participant"
  | "not_allowed"
  | "not_joined"
  | "not_on_stage"
  | "not_presenter"
  | "not_signed_in"
  | "not_started"
  | "recording_state"
  | "room_full"
  | "room_holds_too_much"
  | "session_ended"
  | "stale_epoch"
  | "stale_version"
  | "start_needs_both_sides"
  | "step_not_allowed"
  | "token_invalid"
  | "too_large"
  | "wrong_protocol";

/** One line of the session log. */
export interface LogEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly mediaMs: number | null;
  readonly participantId: string | null;
  readonly body: EntryBody;
}

/** Entries of the live protocol in order; `last` is the newest sequence number there is. */
export interface LogPage {
  readonly entries: ReadonlyArray<LogEntry>;
  readonly last: number;
}

/** Entries after a sequence number. */
export interface LogQuery {
  readonly since?: number;
  readonly limit?: number;
}

export type Material =
  | ClipMaterial
  | EcgMaterial
  | ImageMaterial
  | PdfMaterial
  | RecordMaterial
  | SeriesMaterial
  | VideoMaterial;

/** One kind of material of a case, counted. */
export interface MaterialBadge {
  readonly kind: MaterialKind;
  readonly label: string;
  readonly count: number;
  readonly uploadPercent: number;
}

export type MaterialKind =
  | "clip"
  | "ecg"
  | "image"
  | "pdf"
  | "record"
  | "series";

/** Materials of a case in the order they are shown. */
export interface MaterialList {
  readonly items: ReadonlyArray<Material>;
}

/** The account that is signed in, and what the client may offer it. */
export interface Me {
  readonly accountId: string;
  readonly login: string;
  readonly displayName: string;
  readonly roles: ReadonlyArray<Role>;
  readonly practitionerId: string | null;
  readonly title: string;
  readonly department: string;
  readonly facility: FacilityRef | null;
  readonly language: Language;
  readonly theme: Theme;
  readonly areas: ReadonlyArray<Area>;
  readonly waiting: number;
  readonly sessionExpiresAt: string | null;
}

/** The SDP answer. */
export interface MediaAnswer {
  readonly sdp: string;
}

/** A field that must be filled before the case can be submitted. */
export interface Missing {
  readonly field: string;
  readonly code: string;
}

export type Mode =
  | "live"
  | "written";

/** A number as printed on the document. */
export interface NewIdentifier {
  readonly system: IdentifierSystem;
  readonly value: string;
}

/** Ask one specialist. A live consultation names the slot; a written one needs none. */
export interface OfferCase {
  readonly version: number;
  readonly specialistId: string;
  readonly start?: string | null;
  readonly end?: string | null;
  readonly note?: string;
}

/** An SDP offer; the browser always offers, the server only answers (RFC 9429). */
export interface OfferMedia {
  readonly type: "media.offer";
  readonly sdp: string;
  readonly publish: Readonly<Record<string, TrackSource>>;
  readonly subscribe: Readonly<Record<string, string>>;
  readonly isFresh?: boolean;
}

/** When a specialist can be booked. */
export interface OpenHours {
  readonly specialistId: string;
  readonly start: string;
  readonly end: string;
}

/** One expert's opinion on one case. */
export interface Opinion {
  readonly id: string;
  readonly consultationId: string;
  readonly version: number;
  readonly author: PersonRef;
  readonly state: OpinionState;
  readonly draft: OpinionContent | null;
  readonly draftSavedAt: string | null;
  readonly versions: ReadonlyArray<OpinionVersion>;
  readonly allowedSteps: ReadonlyArray<"amend" | "save" | "sign">;
}

/** An opinion as the case page lists it; hidden from the requester until issued. */
export interface OpinionBrief {
  readonly id: string;
  readonly author: PersonRef;
  readonly state: OpinionState;
  readonly versionNumber: number;
  readonly issuedAt: string | null;
}

/** The structured opinion (N50, N51, N55). Medication is advice, never a prescription (N61). */
export interface OpinionContent {
  readonly findings: string;
  readonly imageFindings: string;
  readonly ecgFindings: string;
  readonly diagnoses: ReadonlyArray<OpinionDiagnosis>;
  readonly differential: string;
  readonly tests: string;
  readonly treatment: string;
  readonly medication: string;
  readonly procedure: string;
  readonly observation: string;
  readonly referral: ReferralAdvice;
  readonly followUp: string;
  readonly teachingPoints: string;
  readonly evidence: ReadonlyArray<Evidence>;
}

/** A diagnosis with how sure the author is. */
export interface OpinionDiagnosis {
  readonly text: string;
  readonly code: string;
  readonly certainty: Certainty;
}

/** Opinions on a case that the caller may see. */
export interface OpinionList {
  readonly items: ReadonlyArray<Opinion>;
}

export type OpinionState =
  | "draft"
  | "in_review"
  | "issued"
  | "retracted"
  | "signed";

/** A version that was signed. */
export interface OpinionVersion {
  readonly number: number;
  readonly state: VersionState;
  readonly issuedAt: string | null;
  readonly amendedBecause: string;
  readonly content: OpinionContent;
  readonly contentHash: string;
  readonly signature: SignatureShown | null;
  readonly pdfPath: string;
}

/** Which part of a list this is. */
export interface Page {
  readonly number: number;
  readonly size: number;
  readonly total: number;
}

/** A seat that is held. */
export interface Participant {
  readonly participantId: string;
  readonly accountId: string;
  readonly displayName: string;
  readonly facilityName: string;
  readonly role: SeatRole;
  readonly lostAtMs: number | null;
  readonly devices: Devices;
  readonly handRaisedAtMs: number | null;
  readonly consent: SeatConsent;
}

/** A seat was taken, or taken again after it was released. */
export interface ParticipantJoined {
  readonly type: "participant.joined";
  readonly accountId: string;
  readonly displayName: string;
  readonly facilityName: string;
  readonly role: SeatRole;
}

/** The seat is free. */
export interface ParticipantLeft {
  readonly type: "participant.left";
  readonly reason: "left" | "removed" | "timed_out";
}

/** The connection broke; the seat is kept for ten minutes. */
export interface ParticipantLost {
  readonly type: "participant.lost";
}

/** The same seat is connected again. */
export interface ParticipantReturned {
  readonly type: "participant.returned";
}

/** A patient as shown to those who treat. */
export interface Patient {
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string | null;
  readonly ageText: string;
  readonly identifiers: ReadonlyArray<PatientIdentifier>;
  readonly phone: string;
  readonly address: string;
  readonly ethnicity: string;
  readonly guardianName: string;
  readonly guardianPhone: string;
  readonly isIdentityUnknown: boolean;
}

/** What a list shows of a patient. */
export interface PatientBrief {
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly birthDate: string | null;
  readonly ageText: string;
}

/** A number of the patient; all but the ends is masked. */
export interface PatientIdentifier {
  readonly system: IdentifierSystem;
  readonly masked: string;
}

/** At most 20 patients within the caller's reach. */
export interface PatientList {
  readonly items: ReadonlyArray<Patient>;
}

/** Whole citizen ID or card number, or the beginning of a name. */
export interface PatientQuery {
  readonly q: string;
}

/** Stop writing for a while. */
export interface PauseRecording {
  readonly type: "recording.pause";
}

/** A document. */
export interface PdfMaterial {
  readonly kind: "pdf";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly contentPath: string;
  readonly pageCount: number;
}

/** A practitioner as named beside other things. */
export interface PersonRef {
  readonly practitionerId: string;
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly facility: FacilityRef;
}

/** When and with whom a consultation takes place. */
export interface Planned {
  readonly sessionId: string;
  readonly start: string;
  readonly end: string;
}

/** Where someone points, in the coordinates of annotations. */
export interface Pointer {
  readonly materialId: string;
  readonly at: readonly [number, number];
  readonly sopInstanceUid?: string | null;
  readonly frame?: number | null;
}

/** A participant's pointer; None: hidden. */
export interface PointerShown {
  readonly participantId: string;
  readonly pointer: Pointer | null;
}

/** Say something in writing. */
export interface PostChat {
  readonly type: "chat.post";
  readonly text: string;
}

/** How large each subscribed video is shown, so that no more is sent than is seen. */
export interface PreferMedia {
  readonly type: "media.prefer";
  readonly heightsPx: Readonly<Record<string, number>>;
}

/** The `presence` event of the server, at most 30 a second: only what changed since the last one. */
export interface Presence {
  readonly pointers: ReadonlyArray<PointerShown>;
  readonly levels: ReadonlyArray<Level>;
  readonly typing: ReadonlyArray<string> | null;
}

/** Who may change the stage. */
export interface Presenter {
  readonly holderId: string | null;
  readonly epoch: number;
  readonly requests: ReadonlyArray<string>;
}

/** The token is with another participant, or with nobody. */
export interface PresenterChanged {
  readonly type: "presenter.changed";
  readonly holderId: string | null;
  readonly epoch: number;
  readonly cause: "granted" | "joined" | "lost" | "released" | "taken";
}

/** Someone asks for the presenter token. */
export interface PresenterRequested {
  readonly type: "presenter.requested";
}

/** The request no longer stands. */
export interface PresenterWithdrawn {
  readonly type: "presenter.withdrawn";
}

/** Draw or change; only the author may change. */
export interface PutAnnotation {
  readonly type: "annotation.put";
  readonly annotation: AnnotationDraft;
}

/** The fields of a RecordView that changed. */
export interface RecordChange {
  readonly type: "record";
  readonly section?: string;
  readonly scroll?: number;
}

/** The request form itself: always the first material, its id is that of the consultation. */
export interface RecordMaterial {
  readonly kind: "record";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
}

/** A place in the patient's record. */
export interface RecordView {
  readonly type: "record";
  readonly materialId: string;
  readonly section: string;
  readonly scroll: number;
}

/** A recording with all that the replay needs beside the session log. */
export interface Recording {
  readonly brief: RecordingBrief;
  readonly sessionDurationMs: number;
  readonly spans: ReadonlyArray<RecordingSpan>;
  readonly gaps: ReadonlyArray<RecordingSpan>;
  readonly tracks: ReadonlyArray<RecordingTrack>;
  readonly speech: ReadonlyArray<SpeechSpan>;
  readonly chapters: ReadonlyArray<Chapter>;
  readonly consents: ReadonlyArray<RecordingConsent>;
  readonly isVerified: boolean;
  readonly failure: string | null;
  readonly logPath: string;
}

/** The session shall be recorded; everyone present is asked. */
export interface RecordingAsked {
  readonly type: "recording.asked";
  readonly recordingId: string;
}

/** A recording as one row of a list. */
export interface RecordingBrief {
  readonly id: string;
  readonly sessionId: string;
  readonly consultationId: string;
  readonly number: string;
  readonly title: string;
  readonly patient: PatientBrief | null;
  readonly state: RecordingState;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly sizeBytes: number;
  readonly people: ReadonlyArray<string>;
}

/** Someone's answer to the question whether to record. */
export interface RecordingConsent {
  readonly participantId: string;
  readonly displayName: string;
  readonly answer: "given" | "refused";
  readonly atMs: number;
}

/** This participant agrees to this recording. */
export interface RecordingConsented {
  readonly type: "recording.consented";
  readonly recordingId: string;
}

/** This participant does not agree, or no longer. */
export interface RecordingDeclined {
  readonly type: "recording.declined";
  readonly recordingId: string;
}

/** The recording never began. */
export interface RecordingGivenUp {
  readonly type: "recording.given_up";
  readonly recordingId: string;
  readonly cause: "asked" | "declined" | "ended";
}

/** One page of recordings. */
export interface RecordingPage {
  readonly items: ReadonlyArray<RecordingBrief>;
  readonly page: Page;
}

/** Nothing is recorded until it is resumed. */
export interface RecordingPaused {
  readonly type: "recording.paused";
  readonly recordingId: string;
  readonly cause: "asked" | "consent_withdrawn";
}

/** Which recordings, newest first. */
export interface RecordingQuery {
  readonly q?: string | null;
  readonly consultation?: string | null;
  readonly recordedFrom?: string | null;
  readonly recordedTo?: string | null;
  readonly page?: number;
  readonly size?: number;
}

/** Recording runs again. */
export interface RecordingResumed {
  readonly type: "recording.resumed";
  readonly recordingId: string;
}

/** A stretch of the media clock during which the recording ran. */
export interface RecordingSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** Everyone present consented; recording runs. */
export interface RecordingStarted {
  readonly type: "recording.started";
  readonly recordingId: string;
}

export type RecordingState =
  | "archived"
  | "available"
  | "consent_pending"
  | "deleted"
  | "failed"
  | "finalising"
  | "off"
  | "on_hold"
  | "paused"
  | "recording";

/** The recording is complete. */
export interface RecordingStopped {
  readonly type: "recording.stopped";
  readonly recordingId: string;
  readonly cause: "asked" | "ended" | "failed";
}

/** One playable file. All files of a recording share one zero and one length. */
export interface RecordingTrack {
  readonly id: string;
  readonly kind: "mix" | "video" | "voice";
  readonly participantId: string | null;
  readonly displayName: string | null;
  readonly facilityName: string | null;
  readonly source: TrackSource | null;
  readonly codec: string;
  readonly mediaType: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly path: string;
}

/** Whether the patient should move, and how soon. */
export interface ReferralAdvice {
  readonly direction: ReferralDirection;
  readonly where: string;
  readonly urgency: Urgency;
}

export type ReferralDirection =
  | "down"
  | "none"
  | "up";

/** The command changed nothing. */
export interface Refused {
  readonly code: LiveCode;
  readonly message: string;
  readonly ok: boolean;
  readonly field: string | null;
  readonly presenter: Presenter | null;
  readonly annotation: Annotation | null;
}

/** Give the token up. */
export interface ReleasePresenter {
  readonly type: "presenter.release";
  readonly epoch: number;
}

/** Erase; the author or the host. */
export interface RemoveAnnotation {
  readonly type: "annotation.remove";
  readonly uid: string;
}

/** The host takes a seat away. */
export interface RemoveParticipant {
  readonly type: "participant.remove";
  readonly participantId: string;
}

/** Which picture of an instance; the window is the one of the file unless given. */
export interface RenderedQuery {
  readonly frame?: number;
  readonly center?: number | null;
  readonly width?: number | null;
  readonly sizePx?: number | null;
}

/** What the requesting doctor writes. Empty text is "not written yet": drafts may be incomplete. */
export interface RequestForm {
  readonly speciality: string;
  readonly requiredTitle: string;
  readonly targetFacilityId: string | null;
  readonly setting: Setting;
  readonly inpatientNumber: string;
  readonly ward: string;
  readonly bed: string;
  readonly admittedAt: string | null;
  readonly chiefComplaint: string;
  readonly presentHistory: string;
  readonly pastHistory: string;
  readonly allergies: string;
  readonly familyHistory: string;
  readonly summary: string;
  readonly vitalSigns: VitalSigns;
  readonly examination: string;
  readonly preliminaryDiagnoses: ReadonlyArray<Diagnosis>;
  readonly treatment: string;
  readonly reason: string;
  readonly purpose: string;
  readonly wishedTime: string;
  readonly interpreter: string;
  readonly callbackPhone: string;
}

/** Ask for the presenter token, or withdraw the request. */
export interface RequestPresenter {
  readonly type: "presenter.request";
  readonly wanted?: boolean;
}

/** The answer to the items a case was returned for. */
export interface ResubmitCase {
  readonly version: number;
  readonly answer?: string;
}

/** Go on; everyone present must have consented. */
export interface ResumeRecording {
  readonly type: "recording.resume";
}

/** The client saw a gap, or wants to be sure. */
export interface Resync {
  readonly type: "resync";
  readonly since: number;
}

/** As in Joined. */
export interface Resynced {
  readonly state: RoomState | null;
  readonly entries: ReadonlyArray<LogEntry>;
  readonly tracks: TrackList;
}

/** What must be supplemented before the case can be accepted. */
export interface ReturnCase {
  readonly version: number;
  readonly items: ReadonlyArray<string>;
  readonly note?: string;
}

/** What the coordinator asked to supplement. */
export interface ReturnedFor {
  readonly items: ReadonlyArray<string>;
  readonly note: string;
  readonly at: string;
  readonly answer: string;
}

export type Role =
  | "auditor"
  | "coordinator"
  | "facility_admin"
  | "observer"
  | "quality_reviewer"
  | "region_admin"
  | "requesting_doctor"
  | "specialist"
  | "system_operator";

/** The recording of this session; a session may be recorded several times, one after the other. */
export interface RoomRecording {
  readonly phase: "consent_pending" | "off" | "paused" | "recording";
  readonly recordingId: string | null;
  readonly askedById: string | null;
}

/** Everything that participants share, apart from what may be lost. */
export interface RoomState {
  readonly seq: number;
  readonly atMs: number;
  readonly phase: "ended" | "live" | "lobby";
  readonly startedAtMs: number | null;
  readonly participants: ReadonlyArray<Participant>;
  readonly presenter: Presenter;
  readonly stageMaterialId: string | null;
  readonly views: ReadonlyArray<ViewState>;
  readonly annotations: ReadonlyArray<Annotation>;
  readonly removedAnnotations: ReadonlyArray<string>;
  readonly chat: ReadonlyArray<ChatLine>;
  readonly recording: RoomRecording;
}

/** The whole form as it now stands (drafts and returned cases). */
export interface SaveConsultation {
  readonly version: number;
  readonly urgency: Urgency;
  readonly mode: Mode;
  readonly form: RequestForm;
}

/** The whole draft as it now stands. */
export interface SaveOpinion {
  readonly version: number;
  readonly content: OpinionContent;
}

export type SeatConsent =
  | "declined"
  | "given"
  | "unknown";

export type SeatRole =
  | "coordinator"
  | "expert"
  | "guest"
  | "host"
  | "observer"
  | "requester";

/** A DICOM series of images, read through DICOMweb. */
export interface SeriesMaterial {
  readonly kind: "series";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly studyDescription: string;
  readonly seriesDescription: string;
  readonly seriesNumber: number | null;
  readonly studyDate: string | null;
  readonly patientName: string;
  readonly instanceCount: number;
  readonly frameCount: number;
  readonly thumbnailPath: string;
}

/** A live session before, during and after. */
export interface Session {
  readonly id: string;
  readonly consultationId: string;
  readonly number: string;
  readonly title: string;
  readonly mode: Mode;
  readonly urgency: Urgency;
  readonly patient: PatientBrief | null;
  readonly state: SessionState;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  readonly lobbyOpensAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly people: ReadonlyArray<SessionPerson>;
  readonly ownRole: SeatRole;
  readonly mayJoin: boolean;
  readonly recordingIds: ReadonlyArray<string>;
}

/** Nothing follows in this log. */
export interface SessionEnded {
  readonly type: "session.ended";
  readonly reason: "ended";
}

/** Someone who is expected or was there. */
export interface SessionPerson {
  readonly participantId: string | null;
  readonly accountId: string | null;
  readonly name: string;
  readonly facilityName: string;
  readonly role: SeatRole;
  readonly isHere: boolean;
  readonly checkedAt: string | null;
}

/** The media clock stands at zero here. */
export interface SessionStarted {
  readonly type: "session.started";
}

export type SessionState =
  | "aborted"
  | "degraded"
  | "ended"
  | "ending"
  | "live"
  | "lobby_open"
  | "planned";

/** Entry to a live room: one use, within a minute. */
export interface SessionToken {
  readonly token: string;
  readonly expiresAt: string;
  readonly path: string;
  readonly namespace: string;
}

/** Tell the others what one sends. */
export interface SetDevices {
  readonly type: "devices.set";
  readonly devices: Devices;
}

/** Raise or lower the hand. */
export interface SetHand {
  readonly type: "hand.set";
  readonly raised: boolean;
}

/** Change the view of the material on the stage. The first change of a material carries every field. */
export interface SetView {
  readonly type: "view.set";
  readonly epoch: number;
  readonly materialId: string;
  readonly change: ViewChange;
}

export type Setting =
  | "inpatient"
  | "outpatient"
  | "village_visit";

export type Sex =
  | "female"
  | "male"
  | "unknown"
  | "unspecified";

/** Put a material on the stage; None clears it. */
export interface ShowOnStage {
  readonly type: "stage.show";
  readonly epoch: number;
  readonly materialId: string | null;
}

/** Who wants in, and the proof. */
export interface SignIn {
  readonly login: string;
  readonly password: string;
}

/** Signing is a step of its own and asks for the password again. */
export interface SignOpinion {
  readonly version: number;
  readonly password: string;
}

/** Who signed, when, and with which key. */
export interface SignatureShown {
  readonly signer: PersonRef;
  readonly signedAt: string;
  readonly algorithm: string;
  readonly keyId: string;
}

export type SignerRelation =
  | "guardian"
  | "none"
  | "relative"
  | "self";

/** The `presence` event of a client: never stored, not acknowledged, may be dropped. */
export interface Signs {
  readonly pointer?: Pointer | null;
  readonly typing?: boolean;
}

/** A span of time, half open. */
export interface Slot {
  readonly start: string;
  readonly end: string;
}

/** Someone who can be asked. */
export interface Specialist {
  readonly practitionerId: string;
  readonly name: string;
  readonly title: string;
  readonly specialities: ReadonlyArray<string>;
  readonly department: string;
  readonly facility: FacilityRef;
  readonly isFreeNow: boolean;
  readonly isOnline: boolean;
  readonly freeSlots: ReadonlyArray<Slot>;
  readonly openCases: number;
}

/** Best fit first: free earliest, fewest open cases. */
export interface SpecialistList {
  readonly items: ReadonlyArray<Specialist>;
}

/** Who could be asked, and when they are free; at most 31 days. */
export interface SpecialistQuery {
  readonly speciality?: string | null;
  readonly facility?: string | null;
  readonly q?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly durationMin?: number;
}

/** A stretch in which one person spoke, measured in the sound. */
export interface SpeechSpan {
  readonly participantId: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The fields of a StackView that changed. */
export interface StackChange {
  readonly type: "stack";
  readonly sopInstanceUid?: string;
  readonly frame?: number;
  readonly voi?: Voi | null;
  readonly invert?: boolean;
  readonly rotation?: number;
  readonly flipH?: boolean;
  readonly flipV?: boolean;
  readonly camera?: Camera | null;
}

/** One image of a DICOM series, an image or a clip. */
export interface StackView {
  readonly type: "stack";
  readonly materialId: string;
  readonly sopInstanceUid: string;
  readonly frame: number;
  readonly voi: Voi | null;
  readonly invert: boolean;
  readonly rotation: number;
  readonly flipH: boolean;
  readonly flipV: boolean;
  readonly camera: Camera | null;
}

/** A material is on the stage, or nothing is. */
export interface StageShown {
  readonly type: "stage.shown";
  readonly materialId: string | null;
}

/** A new draft of the caller's opinion on a case. */
export interface StartOpinion {
  readonly content?: OpinionContent;
}

/** Begin; both sides must be present (N07). */
export interface StartSession {
  readonly type: "session.start";
}

export type State =
  | "accepted"
  | "acknowledged"
  | "awaiting_opinion"
  | "cancelled"
  | "closed"
  | "draft"
  | "expired"
  | "in_session"
  | "no_show"
  | "offered"
  | "opinion_issued"
  | "rejected"
  | "returned"
  | "scheduled"
  | "submitted"
  | "suspended"
  | "transferred"
  | "voided";

/** The `state` event: what was told was taken back by a failure; this is how the room stands. */
export interface StateTold {
  readonly state: RoomState;
}

/** Complete the recording. */
export interface StopRecording {
  readonly type: "recording.stop";
}

/** Take the token; by role. */
export interface TakePresenter {
  readonly type: "presenter.take";
  readonly epoch: number;
}

/** A step that needs nothing but the version it was decided on. */
export interface TakeStep {
  readonly version: number;
}

export type Theme =
  | "clinic"
  | "reading";

export type Tier =
  | "city"
  | "county"
  | "province"
  | "township"
  | "village";

/** What happened to a case, oldest first. */
export interface Timeline {
  readonly entries: ReadonlyArray<TimelineEntry>;
}

/** One thing that happened to a case. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly by: PersonRef | null;
  readonly byName: string;
  readonly fromState: State | null;
  readonly toState: State | null;
  readonly text: string;
}

/** A media track that can be subscribed to. */
export interface Track {
  readonly trackId: string;
  readonly participantId: string;
  readonly kind: "audio" | "video";
  readonly source: TrackSource;
}

/** The `tracks` event: every track of the room. A higher revision replaces a lower one. */
export interface TrackList {
  readonly revision: number;
  readonly tracks: ReadonlyArray<Track>;
}

export type TrackSource =
  | "camera"
  | "document"
  | "microphone"
  | "screen";

/** A figure for one day or month. */
export interface TrendPoint {
  readonly start: string;
  readonly value: number | null;
  readonly denominator: number;
}

export type Unit =
  | "count"
  | "hours"
  | "minutes"
  | "rate";

/** The facility as it now stands; its code and tier stay. */
export interface UpdateFacility {
  readonly version: number;
  readonly name: string;
  readonly shortName: string;
  readonly grade: string;
  readonly contactName: string;
  readonly contactPhone: string;
  readonly isActive: boolean;
}

/** Own preferences; what is null stays as it is. A new password needs the current one. */
export interface UpdateMe {
  readonly language?: Language | null;
  readonly theme?: Theme | null;
  readonly currentPassword?: string | null;
  readonly newPassword?: string | null;
}

/** The account as it now stands; a password is set anew only when given. */
export interface UpdateUser {
  readonly version: number;
  readonly displayName: string;
  readonly roles: ReadonlyArray<Role>;
  readonly isActive: boolean;
  readonly title: string;
  readonly specialities: ReadonlyArray<string>;
  readonly newPassword?: string | null;
}

/** One file on its way in, and what became of it. */
export interface Upload {
  readonly id: string;
  readonly filename: string;
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly receivedBytes: number;
  readonly state: UploadState;
  readonly kind: MaterialKind | null;
  readonly materialId: string | null;
  readonly error: ErrorBody | null;
  readonly expiresAt: string;
}

/** Files of a case on their way in or refused. */
export interface UploadList {
  readonly items: ReadonlyArray<Upload>;
}

export type UploadState =
  | "accepted"
  | "checking"
  | "duplicate"
  | "receiving"
  | "refused";

export type Urgency =
  | "emergency"
  | "routine"
  | "urgent";

/** An account and the practitioner behind it. */
export interface User {
  readonly accountId: string;
  readonly version: number;
  readonly login: string;
  readonly displayName: string;
  readonly roles: ReadonlyArray<Role>;
  readonly facility: FacilityRef | null;
  readonly practitionerId: string | null;
  readonly title: string;
  readonly department: string;
  readonly specialities: ReadonlyArray<string>;
  readonly isActive: boolean;
  readonly lastSignInAt: string | null;
}

/** One page of accounts. */
export interface UserPage {
  readonly items: ReadonlyArray<User>;
  readonly page: Page;
}

/** Which accounts, by name. */
export interface UserQuery {
  readonly q?: string | null;
  readonly role?: Role | null;
  readonly facility?: string | null;
  readonly active?: boolean | null;
  readonly page?: number;
  readonly size?: number;
}

/** Whether a version is what was signed. */
export interface Verification {
  readonly isValid: boolean;
  readonly problem: string;
  readonly contentHash: string;
  readonly signedHash: string;
  readonly signature: SignatureShown | null;
}

/** The version that a deletion was decided on. */
export interface VersionQuery {
  readonly version: number;
}

export type VersionState =
  | "issued"
  | "retracted"
  | "signed"
  | "superseded"
  | "withdrawn";

/** An MP4 film, played on the case page; not for the stage. */
export interface VideoMaterial {
  readonly kind: "video";
  readonly id: string;
  readonly title: string;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly sizeBytes: number;
  readonly mayRemove: boolean;
  readonly contentPath: string;
}

export type View =
  | "all"
  | "awaiting_opinion"
  | "done_this_month"
  | "drafts"
  | "invitations"
  | "open"
  | "overdue"
  | "returned"
  | "to_acknowledge"
  | "today"
  | "triage";

export type ViewChange =
  | DocumentChange
  | EcgChange
  | RecordChange
  | StackChange;

/** The view of the material on the stage changed; fields that are not there stay as they were. */
export interface ViewChanged {
  readonly type: "view.changed";
  readonly change: ViewChange;
}

/** One field of the counts strip; the line below the number is told by `hint`. */
export interface ViewCount {
  readonly view: View;
  readonly count: number;
  readonly hint: "due_today" | "median_hours" | "most_overdue" | "next" | "none" | "oldest";
  readonly hintAt: string | null;
  readonly hintValue: number | null;
}

export type ViewState =
  | DocumentView
  | EcgView
  | RecordView
  | StackView;

/** What was measured; null is not measured. */
export interface VitalSigns {
  readonly temperatureC: number | null;
  readonly pulsePerMin: number | null;
  readonly respirationPerMin: number | null;
  readonly systolicMmhg: number | null;
  readonly diastolicMmhg: number | null;
  readonly oxygenSaturationPercent: number | null;
  readonly weightKg: number | null;
}

/** VOI window in modality units (HU for CT), PS3.3 C.11.2.1.2. */
export interface Voi {
  readonly center: number;
  readonly width: number;
}

/** The counts strip and one page of cases; emergencies first, then by deadline. */
export interface Worklist {
  readonly counts: ReadonlyArray<ViewCount>;
  readonly items: ReadonlyArray<Case>;
  readonly page: Page;
}

/** Which cases; lists are comma separated. */
export interface WorklistQuery {
  readonly view?: View | null;
  readonly q?: string | null;
  readonly state?: string | null;
  readonly urgency?: string | null;
  readonly speciality?: string | null;
  readonly facility?: string | null;
  readonly sort?: "deadline" | "newest" | "oldest";
  readonly page?: number;
  readonly size?: number;
}

export interface ClientCommands {
  "join": { body: Join; reply: Joined };
  "resync": { body: Resync; reply: Resynced };
  "leave": { body: Leave; reply: Applied };
  "participant.remove": { body: RemoveParticipant; reply: Applied };
  "session.start": { body: StartSession; reply: Applied };
  "session.end": { body: EndSession; reply: Applied };
  "stage.show": { body: ShowOnStage; reply: Applied };
  "view.set": { body: SetView; reply: Applied };
  "annotation.put": { body: PutAnnotation; reply: Applied };
  "annotation.remove": { body: RemoveAnnotation; reply: Applied };
  "presenter.request": { body: RequestPresenter; reply: Applied };
  "presenter.grant": { body: GrantPresenter; reply: Applied };
  "presenter.take": { body: TakePresenter; reply: Applied };
  "presenter.release": { body: ReleasePresenter; reply: Applied };
  "chat.post": { body: PostChat; reply: Applied };
  "hand.set": { body: SetHand; reply: Applied };
  "devices.set": { body: SetDevices; reply: Applied };
  "recording.ask": { body: AskRecording; reply: Applied };
  "recording.consent": { body: ConsentToRecording; reply: Applied };
  "recording.pause": { body: PauseRecording; reply: Applied };
  "recording.resume": { body: ResumeRecording; reply: Applied };
  "recording.stop": { body: StopRecording; reply: Applied };
  "media.offer": { body: OfferMedia; reply: MediaAnswer };
  "media.prefer": { body: PreferMedia; reply: Applied };
}

export interface ServerEvents {
  entries: Entries;
  state: StateTold;
  presence: Presence;
  tracks: TrackList;
  bye: Bye;
}

export interface RestMap {
  /** Sign in; sets the session cookie. POST /api/sign-in */
  "signIn": { params: undefined; query: undefined; body: SignIn; reply: Me };
  /** End the session at once, its live sockets included. POST /api/sign-out */
  "signOut": { params: undefined; query: undefined; body: undefined; reply: undefined };
  /** The account that is signed in. GET /api/me */
  "me": { params: undefined; query: undefined; body: undefined; reply: Me };
  /** Change own preferences or password. PATCH /api/me */
  "updateMe": { params: undefined; query: undefined; body: UpdateMe; reply: Me };
  /** What waits for the caller: counts strip and cases. GET /api/worklist */
  "worklist": { params: undefined; query: WorklistQuery; body: undefined; reply: Worklist };
  /** All cases in the caller's scope. GET /api/consultations */
  "consultations": { params: undefined; query: ConsultationQuery; body: undefined; reply: ConsultationPage };
  /** The same as a table, at most 10,000 rows. GET /api/consultations.csv */
  "consultationsCsv": { params: undefined; query: ConsultationQuery; body: undefined; reply: undefined };
  /** Begin a draft. POST /api/consultations */
  "createConsultation": { params: undefined; query: undefined; body: CreateConsultation; reply: Consultation };
  /** Everything about one case. GET /api/consultations/{consultationId} */
  "consultation": { params: { readonly consultationId: string; }; query: undefined; body: undefined; reply: Consultation };
  /** Save the form of a draft or returned case. PATCH /api/consultations/{consultationId} */
  "saveConsultation": { params: { readonly consultationId: string; }; query: undefined; body: SaveConsultation; reply: Consultation };
  /** Throw a draft away. DELETE /api/consultations/{consultationId} */
  "deleteDraft": { params: { readonly consultationId: string; }; query: VersionQuery; body: undefined; reply: undefined };
  /** What happened to the case. GET /api/consultations/{consultationId}/timeline */
  "timeline": { params: { readonly consultationId: string; }; query: undefined; body: undefined; reply: Timeline };
  /** Hand a draft in. POST /api/consultations/{consultationId}/submit */
  "submit": { params: { readonly consultationId: string; }; query: undefined; body: TakeStep; reply: Consultation };
  /** Hand a returned case in again. POST /api/consultations/{consultationId}/resubmit */
  "resubmit": { params: { readonly consultationId: string; }; query: undefined; body: ResubmitCase; reply: Consultation };
  /** Take a submitted case on. POST /api/consultations/{consultationId}/accept */
  "accept": { params: { readonly consultationId: string; }; query: undefined; body: TakeStep; reply: Consultation };
  /** Send a case back for supplement. POST /api/consultations/{consultationId}/return */
  "return": { params: { readonly consultationId: string; }; query: undefined; body: ReturnCase; reply: Consultation };
  /** Refuse a case. POST /api/consultations/{consultationId}/reject */
  "reject": { params: { readonly consultationId: string; }; query: undefined; body: EndCase; reply: Consultation };
  /** Call a case off before its session. POST /api/consultations/{consultationId}/cancel */
  "cancel": { params: { readonly consultationId: string; }; query: undefined; body: EndCase; reply: Consultation };
  /** Ask a specialist, with a slot. POST /api/consultations/{consultationId}/offer */
  "offer": { params: { readonly consultationId: string; }; query: undefined; body: OfferCase; reply: Consultation };
  /** Confirm that the opinion was read, and what follows. POST /api/consultations/{consultationId}/acknowledge */
  "acknowledge": { params: { readonly consultationId: string; }; query: undefined; body: AcknowledgeCase; reply: Consultation };
  /** Close an acknowledged case. POST /api/consultations/{consultationId}/close */
  "close": { params: { readonly consultationId: string; }; query: undefined; body: CloseCase; reply: Consultation };
  /** Accept an invitation. POST /api/invitations/{invitationId}/accept */
  "acceptInvitation": { params: { readonly invitationId: string; }; query: undefined; body: AnswerInvitation; reply: Consultation };
  /** Decline an invitation, with the reason. POST /api/invitations/{invitationId}/decline */
  "declineInvitation": { params: { readonly invitationId: string; }; query: undefined; body: DeclineInvitation; reply: Case };
  /** Find a patient by citizen ID, card or name. GET /api/patients */
  "patients": { params: undefined; query: PatientQuery; body: undefined; reply: PatientList };
  /** Register a patient. POST /api/patients */
  "createPatient": { params: undefined; query: undefined; body: CreatePatient; reply: Patient };
  /** Record a consent. POST /api/consultations/{consultationId}/consents */
  "giveConsent": { params: { readonly consultationId: string; }; query: undefined; body: GiveConsent; reply: Consent };
  /** Materials of a case. GET /api/consultations/{consultationId}/materials */
  "materials": { params: { readonly consultationId: string; }; query: undefined; body: undefined; reply: MaterialList };
  /** Take a material out of a case that is not yet in session. DELETE /api/materials/{materialId} */
  "removeMaterial": { params: { readonly materialId: string; }; query: undefined; body: undefined; reply: undefined };
  /** Files on their way in, and what became of them. GET /api/consultations/{consultationId}/uploads */
  "uploads": { params: { readonly consultationId: string; }; query: undefined; body: undefined; reply: UploadList };
  /** tus version, extensions and largest size. OPTIONS /api/uploads */
  "uploadOptions": { params: undefined; query: undefined; body: undefined; reply: undefined };
  /** tus creation; metadata consultationId, filename, relativePath, sha256. POST /api/uploads */
  "createUpload": { params: undefined; query: undefined; body: Blob; reply: undefined };
  /** tus offset. HEAD /api/uploads/{uploadId} */
  "uploadOffset": { params: { readonly uploadId: string; }; query: undefined; body: undefined; reply: undefined };
  /** State of one upload and its result. GET /api/uploads/{uploadId} */
  "upload": { params: { readonly uploadId: string; }; query: undefined; body: undefined; reply: Upload };
  /** tus append; the last one also takes the file in. PATCH /api/uploads/{uploadId} */
  "patchUpload": { params: { readonly uploadId: string; }; query: undefined; body: Blob; reply: undefined };
  /** tus termination. DELETE /api/uploads/{uploadId} */
  "removeUpload": { params: { readonly uploadId: string; }; query: undefined; body: undefined; reply: undefined };
  /** Bytes of a photo or document. GET /api/attachments/{attachmentId}/content */
  "attachmentContent": { params: { readonly attachmentId: string; }; query: undefined; body: undefined; reply: undefined };
  /** Leads, rates, units and annotations of an ECG. GET /api/ecgs/{ecgId} */
  "ecg": { params: { readonly ecgId: string; }; query: undefined; body: undefined; reply: Ecg };
  /** Samples: int16 little-endian, lead after lead. GET /api/ecgs/{ecgId}/samples */
  "ecgSamples": { params: { readonly ecgId: string; }; query: undefined; body: undefined; reply: undefined };
  /** QIDO-RS studies of the caller's cases. GET /dicom-web/studies */
  "searchStudies": { params: undefined; query: undefined; body: undefined; reply: undefined };
  /** QIDO-RS series of a study. GET /dicom-web/studies/{studyUid}/series */
  "searchSeries": { params: { readonly studyUid: string; }; query: undefined; body: undefined; reply: undefined };
  /** WADO-RS metadata of a series. GET /dicom-web/studies/{studyUid}/series/{seriesUid}/metadata */
  "seriesMetadata": { params: { readonly studyUid: string; readonly seriesUid: string; }; query: undefined; body: undefined; reply: undefined };
  /** One decoded frame, little-endian. GET /dicom-web/studies/{studyUid}/series/{seriesUid}/instances/{instanceUid}/frames/{frame} */
  "frame": { params: { readonly studyUid: string; readonly seriesUid: string; readonly instanceUid: string; readonly frame: string; }; query: undefined; body: undefined; reply: undefined };
  /** One frame as JPEG, not for diagnosis. GET /dicom-web/studies/{studyUid}/series/{seriesUid}/instances/{instanceUid}/rendered */
  "rendered": { params: { readonly studyUid: string; readonly seriesUid: string; readonly instanceUid: string; }; query: RenderedQuery; body: undefined; reply: undefined };
  /** Small JPEG of the middle of a series. GET /dicom-web/studies/{studyUid}/series/{seriesUid}/thumbnail */
  "thumbnail": { params: { readonly studyUid: string; readonly seriesUid: string; }; query: undefined; body: undefined; reply: undefined };
  /** Who can be asked, with free slots. GET /api/specialists */
  "specialists": { params: undefined; query: SpecialistQuery; body: undefined; reply: SpecialistList };
  /** Bookings and open hours of specialists. GET /api/calendar */
  "calendar": { params: undefined; query: CalendarQuery; body: undefined; reply: Calendar };
  /** A live session before, during and after. GET /api/sessions/{sessionId} */
  "session": { params: { readonly sessionId: string; }; query: undefined; body: undefined; reply: Session };
  /** Entry to the live room. POST /api/sessions/{sessionId}/token */
  "sessionToken": { params: { readonly sessionId: string; }; query: undefined; body: undefined; reply: SessionToken };
  /** Note what the waiting room found out. POST /api/sessions/{sessionId}/device-check */
  "deviceCheck": { params: { readonly sessionId: string; }; query: undefined; body: DeviceCheck; reply: DeviceCheckSaved };
  /** Entries of the session log. GET /api/sessions/{sessionId}/log */
  "sessionLog": { params: { readonly sessionId: string; }; query: LogQuery; body: undefined; reply: LogPage };
  /** Opinions on a case that the caller may see. GET /api/consultations/{consultationId}/opinions */
  "opinions": { params: { readonly consultationId: string; }; query: undefined; body: undefined; reply: OpinionList };
  /** Begin the caller's opinion. POST /api/consultations/{consultationId}/opinions */
  "startOpinion": { params: { readonly consultationId: string; }; query: undefined; body: StartOpinion; reply: Opinion };
  /** Save the draft. PUT /api/opinions/{opinionId} */
  "saveOpinion": { params: { readonly opinionId: string; }; query: undefined; body: SaveOpinion; reply: Opinion };
  /** Sign and issue the draft; asks for the password. POST /api/opinions/{opinionId}/sign */
  "signOpinion": { params: { readonly opinionId: string; }; query: undefined; body: SignOpinion; reply: Opinion };
  /** Open a draft of the next version. POST /api/opinions/{opinionId}/amend */
  "amendOpinion": { params: { readonly opinionId: string; }; query: undefined; body: AmendOpinion; reply: Opinion };
  /** An issued version as PDF in two parts. GET /api/opinions/{opinionId}/versions/{number}.pdf */
  "opinionPdf": { params: { readonly opinionId: string; readonly number: string; }; query: undefined; body: undefined; reply: undefined };
  /** Whether a version is what was signed. GET /api/opinions/{opinionId}/versions/{number}/verify */
  "verifyOpinion": { params: { readonly opinionId: string; readonly number: string; }; query: undefined; body: undefined; reply: Verification };
  /** Recordings the caller may play. GET /api/recordings */
  "recordings": { params: undefined; query: RecordingQuery; body: undefined; reply: RecordingPage };
  /** One recording with its tracks. GET /api/recordings/{recordingId} */
  "recording": { params: { readonly recordingId: string; }; query: undefined; body: undefined; reply: Recording };
  /** Bytes of one track, with ranges. GET /api/recordings/{recordingId}/tracks/{trackId} */
  "recordingTrack": { params: { readonly recordingId: string; readonly trackId: string; }; query: undefined; body: undefined; reply: undefined };
  /** Facilities of the region. GET /api/facilities */
  "facilities": { params: undefined; query: FacilityQuery; body: undefined; reply: FacilityPage };
  /** One facility. GET /api/facilities/{facilityId} */
  "facility": { params: { readonly facilityId: string; }; query: undefined; body: undefined; reply: Facility };
  /** Add a facility. POST /api/facilities */
  "createFacility": { params: undefined; query: undefined; body: CreateFacility; reply: Facility };
  /** Change a facility. PATCH /api/facilities/{facilityId} */
  "updateFacility": { params: { readonly facilityId: string; }; query: undefined; body: UpdateFacility; reply: Facility };
  /** Add a department. POST /api/facilities/{facilityId}/departments */
  "createDepartment": { params: { readonly facilityId: string; }; query: undefined; body: CreateDepartment; reply: Facility };
  /** Accounts of the facility or the region. GET /api/users */
  "users": { params: undefined; query: UserQuery; body: undefined; reply: UserPage };
  /** Add an account. POST /api/users */
  "createUser": { params: undefined; query: undefined; body: CreateUser; reply: User };
  /** Change or close an account. PATCH /api/users/{accountId} */
  "updateUser": { params: { readonly accountId: string; }; query: undefined; body: UpdateUser; reply: User };
  /** Indicators with numerator and denominator. GET /api/figures */
  "figures": { params: undefined; query: FiguresQuery; body: undefined; reply: Figures };
  /** The same as a table. GET /api/figures.csv */
  "figuresCsv": { params: undefined; query: FiguresQuery; body: undefined; reply: undefined };
  /** Search the audit trail. GET /api/audit */
  "audit": { params: undefined; query: AuditQuery; body: undefined; reply: AuditPage };
  /** The same as a table, at most 10,000 rows. GET /api/audit.csv */
  "auditCsv": { params: undefined; query: AuditQuery; body: undefined; reply: undefined };
  /** This interface, described. GET /api/openapi.json */
  "openapi": { params: undefined; query: undefined; body: undefined; reply: undefined };
  /** Whether the service answers. GET /healthz */
  "health": { params: undefined; query: undefined; body: undefined; reply: Health };
}

export const REST_ROUTES: Readonly<Record<keyof RestMap, { method: string; path: string }>> = {
  "signIn": {"method": "POST", "path": "/api/sign-in"},
  "signOut": {"method": "POST", "path": "/api/sign-out"},
  "me": {"method": "GET", "path": "/api/me"},
  "updateMe": {"method": "PATCH", "path": "/api/me"},
  "worklist": {"method": "GET", "path": "/api/worklist"},
  "consultations": {"method": "GET", "path": "/api/consultations"},
  "consultationsCsv": {"method": "GET", "path": "/api/consultations.csv"},
  "createConsultation": {"method": "POST", "path": "/api/consultations"},
  "consultation": {"method": "GET", "path": "/api/consultations/{consultationId}"},
  "saveConsultation": {"method": "PATCH", "path": "/api/consultations/{consultationId}"},
  "deleteDraft": {"method": "DELETE", "path": "/api/consultations/{consultationId}"},
  "timeline": {"method": "GET", "path": "/api/consultations/{consultationId}/timeline"},
  "submit": {"method": "POST", "path": "/api/consultations/{consultationId}/submit"},
  "resubmit": {"method": "POST", "path": "/api/consultations/{consultationId}/resubmit"},
  "accept": {"method": "POST", "path": "/api/consultations/{consultationId}/accept"},
  "return": {"method": "POST", "path": "/api/consultations/{consultationId}/return"},
  "reject": {"method": "POST", "path": "/api/consultations/{consultationId}/reject"},
  "cancel": {"method": "POST", "path": "/api/consultations/{consultationId}/cancel"},
  "offer": {"method": "POST", "path": "/api/consultations/{consultationId}/offer"},
  "acknowledge": {"method": "POST", "path": "/api/consultations/{consultationId}/acknowledge"},
  "close": {"method": "POST", "path": "/api/consultations/{consultationId}/close"},
  "acceptInvitation": {"method": "POST", "path": "/api/invitations/{invitationId}/accept"},
  "declineInvitation": {"method": "POST", "path": "/api/invitations/{invitationId}/decline"},
  "patients": {"method": "GET", "path": "/api/patients"},
  "createPatient": {"method": "POST", "path": "/api/patients"},
  "giveConsent": {"method": "POST", "path": "/api/consultations/{consultationId}/consents"},
  "materials": {"method": "GET", "path": "/api/consultations/{consultationId}/materials"},
  "removeMaterial": {"method": "DELETE", "path": "/api/materials/{materialId}"},
  "uploads": {"method": "GET", "path": "/api/consultations/{consultationId}/uploads"},
  "uploadOptions": {"method": "OPTIONS", "path": "/api/uploads"},
  "createUpload": {"method": "POST", "path": "/api/uploads"},
  "uploadOffset": {"method": "HEAD", "path": "/api/uploads/{uploadId}"},
  "upload": {"method": "GET", "path": "/api/uploads/{uploadId}"},
  "patchUpload": {"method": "PATCH", "path": "/api/uploads/{uploadId}"},
  "removeUpload": {"method": "DELETE", "path": "/api/uploads/{uploadId}"},
  "attachmentContent": {"method": "GET", "path": "/api/attachments/{attachmentId}/content"},
  "ecg": {"method": "GET", "path": "/api/ecgs/{ecgId}"},
  "ecgSamples": {"method": "GET", "path": "/api/ecgs/{ecgId}/samples"},
  "searchStudies": {"method": "GET", "path": "/dicom-web/studies"},
  "searchSeries": {"method": "GET", "path": "/dicom-web/studies/{studyUid}/series"},
  "seriesMetadata": {"method": "GET", "path": "/dicom-web/studies/{studyUid}/series/{seriesUid}/metadata"},
  "frame": {"method": "GET", "path": "/dicom-web/studies/{studyUid}/series/{seriesUid}/instances/{instanceUid}/frames/{frame}"},
  "rendered": {"method": "GET", "path": "/dicom-web/studies/{studyUid}/series/{seriesUid}/instances/{instanceUid}/rendered"},
  "thumbnail": {"method": "GET", "path": "/dicom-web/studies/{studyUid}/series/{seriesUid}/thumbnail"},
  "specialists": {"method": "GET", "path": "/api/specialists"},
  "calendar": {"method": "GET", "path": "/api/calendar"},
  "session": {"method": "GET", "path": "/api/sessions/{sessionId}"},
  "sessionToken": {"method": "POST", "path": "/api/sessions/{sessionId}/token"},
  "deviceCheck": {"method": "POST", "path": "/api/sessions/{sessionId}/device-check"},
  "sessionLog": {"method": "GET", "path": "/api/sessions/{sessionId}/log"},
  "opinions": {"method": "GET", "path": "/api/consultations/{consultationId}/opinions"},
  "startOpinion": {"method": "POST", "path": "/api/consultations/{consultationId}/opinions"},
  "saveOpinion": {"method": "PUT", "path": "/api/opinions/{opinionId}"},
  "signOpinion": {"method": "POST", "path": "/api/opinions/{opinionId}/sign"},
  "amendOpinion": {"method": "POST", "path": "/api/opinions/{opinionId}/amend"},
  "opinionPdf": {"method": "GET", "path": "/api/opinions/{opinionId}/versions/{number}.pdf"},
  "verifyOpinion": {"method": "GET", "path": "/api/opinions/{opinionId}/versions/{number}/verify"},
  "recordings": {"method": "GET", "path": "/api/recordings"},
  "recording": {"method": "GET", "path": "/api/recordings/{recordingId}"},
  "recordingTrack": {"method": "GET", "path": "/api/recordings/{recordingId}/tracks/{trackId}"},
  "facilities": {"method": "GET", "path": "/api/facilities"},
  "facility": {"method": "GET", "path": "/api/facilities/{facilityId}"},
  "createFacility": {"method": "POST", "path": "/api/facilities"},
  "updateFacility": {"method": "PATCH", "path": "/api/facilities/{facilityId}"},
  "createDepartment": {"method": "POST", "path": "/api/facilities/{facilityId}/departments"},
  "users": {"method": "GET", "path": "/api/users"},
  "createUser": {"method": "POST", "path": "/api/users"},
  "updateUser": {"method": "PATCH", "path": "/api/users/{accountId}"},
  "figures": {"method": "GET", "path": "/api/figures"},
  "figuresCsv": {"method": "GET", "path": "/api/figures.csv"},
  "audit": {"method": "GET", "path": "/api/audit"},
  "auditCsv": {"method": "GET", "path": "/api/audit.csv"},
  "openapi": {"method": "GET", "path": "/api/openapi.json"},
  "health": {"method": "GET", "path": "/healthz"},
};

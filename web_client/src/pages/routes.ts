import { page, type Route } from "./route";

/** Every page, first fit wins. */
export const ROUTES: readonly Route[] = [
  page("/sign-in", () => import("./sign-in/SignIn"), { frame: "bare", theme: "clinic" }),
  page("/", () => import("./Start")),
  page("/worklist", () => import("./worklist/Worklist"), { texts: ["cases"], area: "worklist" }),
  page("/opinions", () => import("./worklist/Opinions"), { texts: ["cases"], area: "opinions" }),
  page("/consultations", () => import("./admin/Consultations"), { texts: ["cases", "admin"], area: "cases" }),
  page("/cases/new", () => import("./new_case/NewCase"), { texts: ["cases"], area: "new_case" }),
  page("/cases/:caseId/edit", () => import("./new_case/EditCase"), { texts: ["cases"], area: "new_case" }),
  page("/cases/:caseId/opinion", () => import("./opinion/OpinionPage"), { texts: ["cases"] }),
  page("/cases/:caseId/materials/:materialId", () => import("./cases/ReadingPage"), {
    texts: ["cases", "viewer"],
    frame: "bare",
    theme: "reading",
  }),
  page("/cases/:caseId", () => import("./cases/CasePage"), { texts: ["cases", "viewer"] }),
  page("/calendar", () => import("./calendar/CalendarPage"), { texts: ["cases"], area: "calendar" }),
  page("/sessions/:sessionId/room", () => import("./room/Room"), {
    texts: ["cases", "room", "viewer"],
    frame: "bare",
    theme: "reading",
  }),
  page("/recordings", () => import("./admin/Recordings"), { texts: ["cases", "admin"], area: "recordings" }),
  page("/recordings/:recordingId", () => import("./replay/Replay"), {
    texts: ["cases", "room", "viewer", "replay"],
    frame: "bare",
    theme: "reading",
  }),
  page("/admin/facilities", () => import("./admin/Facilities"), { texts: ["admin"], area: "facilities" }),
  page("/admin/users", () => import("./admin/Users"), { texts: ["admin"], area: "users" }),
  page("/admin/figures", () => import("./admin/Figures"), { texts: ["admin"], area: "figures" }),
  page("/admin/audit", () => import("./admin/Audit"), { texts: ["admin"], area: "audit" }),
  page("/settings", () => import("./settings/Settings")),
];

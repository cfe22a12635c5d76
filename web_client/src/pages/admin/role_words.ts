import type { Role } from "../../wire/generated";

export const ROLES: readonly Role[] = [
  "requesting_doctor",
  "specialist",
  "coordinator",
  "facility_admin",
  "region_admin",
  "quality_reviewer",
  "auditor",
  "system_operator",
  "observer",
];

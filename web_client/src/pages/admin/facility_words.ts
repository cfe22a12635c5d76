import type { FacilityType, Tier } from "../../wire/generated";

export const TIERS: readonly Tier[] = ["province", "city", "county", "township", "village"];
export const FACILITY_TYPES: readonly FacilityType[] = [
  "general_hospital",
  "tcm_hospital",
  "integrated_hospital",
  "ethnic_hospital",
  "specialised_hospital",
  "community_health_centre",
  "community_health_station",
  "township_health_centre",
  "village_clinic",
  "outpatient_department",
  "clinic",
  "maternal_child",
  "cdc",
  "emergency_centre",
  "blood_centre",
  "health_supervision",
  "health_education",
  "family_planning",
  "sanatorium",
  "research_institute",
  "statistics_centre",
  "clinical_laboratory",
  "consultation_centre",
  "other",
];

import type { Voi } from "../../wire/generated";

export interface Preset extends Voi {
  readonly name: "lung" | "mediastinum" | "bone" | "brain" | "abdomen" | "liver";
}

/** Usual windows of CT in HU; other modalities have no common scale and bring their own window. */
const CT: readonly Preset[] = [
  { name: "lung", center: -600, width: 1500 },
  { name: "mediastinum", center: 40, width: 400 },
  { name: "bone", center: 450, width: 2000 },
  { name: "brain", center: 40, width: 80 },
  { name: "abdomen", center: 60, width: 360 },
  { name: "liver", center: 90, width: 150 },
];

export function presetsOf(modality: string): readonly Preset[] {
  return modality === "CT" ? CT : [];
}

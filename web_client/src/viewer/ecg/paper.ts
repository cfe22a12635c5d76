/**
 * The sheet an ECG is drawn on, in millimetres of paper, whatever the size of the screen.
 *
 * x runs right, y down, from the upper left corner of the sheet.
 */
import type { Caliper, EcgLayout, EcgView } from "../../wire/generated";

/** A lead, or a part of one, in a box of its own. */
export interface Strip {
  readonly lead: string;
  readonly x: number;
  readonly width: number;
  /** Where 0 mV lies. */
  readonly baseline: number;
  readonly top: number;
  readonly height: number;
  /** Time at the left edge. */
  readonly startS: number;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly strips: readonly Strip[];
  /** Top and height of each row, for its calibration pulse. */
  readonly rows: readonly { readonly top: number; readonly height: number; readonly baseline: number }[];
}

/** 10 s at 25 mm/s, as on the usual A4 print. */
const BODY_MM = 250;
const LEFT_MM = 12;
const RIGHT_MM = 3;
const TOP_MM = 4;
/** The zero line lies below the middle: the R wave needs more room than the S wave. */
const BASELINE_SHARE = 0.58;

interface Plan {
  readonly rowHeight: number;
  readonly rows: readonly (readonly string[])[];
}

const TWELVE = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];

const PLANS: Readonly<Record<EcgLayout, Plan>> = {
  "3x4+1": {
    rowHeight: 36,
    rows: [["I", "aVR", "V1", "V4"], ["II", "aVL", "V2", "V5"], ["III", "aVF", "V3", "V6"], ["II"]],
  },
  "6x2": { rowHeight: 25, rows: TWELVE.slice(0, 6).map((lead, row) => [lead, TWELVE[row + 6] ?? ""]) },
  "12x1": { rowHeight: 14, rows: TWELVE.map((lead) => [lead]) },
  rhythm: { rowHeight: 60, rows: [["II"], ["V1"]] },
};

/** Lays a view out. Leads that the record lacks stay empty; a record without a standard lead lists its own. */
export function sheetOf(view: Pick<EcgView, "layout" | "mmPerS" | "offsetS">, leads: readonly string[]): Sheet {
  const { rowHeight, rows } = planFor(view.layout, leads);
  const placed = rows.map((_, row) => {
    const top = TOP_MM + row * rowHeight;
    return { top, height: rowHeight, baseline: top + rowHeight * BASELINE_SHARE };
  });
  const strips = rows.flatMap((names, row) => {
    const width = BODY_MM / names.length;
    const place = placed[row] ?? { top: 0, height: 0, baseline: 0 };
    return names.map((lead, column) => ({
      ...place,
      lead,
      x: LEFT_MM + column * width,
      width,
      startS: view.offsetS + (column * width) / view.mmPerS,
    }));
  });
  const height = 2 * TOP_MM + rows.length * rowHeight;
  return { width: LEFT_MM + BODY_MM + RIGHT_MM, height, strips, rows: placed };
}

function planFor(layout: EcgLayout, leads: readonly string[]): Plan {
  if (leads.some((lead) => TWELVE.includes(lead))) return PLANS[layout];
  const rows = leads.slice(0, 12).map((lead) => [lead]);
  return { rowHeight: Math.max(12, 144 / Math.max(1, rows.length)), rows };
}

export interface Place {
  readonly lead: string;
  readonly atS: number;
  readonly mv: number;
}

/** The strip at a point of the sheet; null outside of all. */
export function stripAt(sheet: Sheet, [x, y]: readonly [number, number]): Strip | null {
  const holds = (one: Strip): boolean =>
    x >= one.x && x < one.x + one.width && y >= one.top && y < one.top + one.height;
  return sheet.strips.find(holds) ?? null;
}

/** Time and voltage of a point as one strip counts them, also beyond its edges. */
export function placeIn(strip: Strip, view: EcgView, [x, y]: readonly [number, number]): Place {
  return {
    lead: strip.lead,
    atS: strip.startS + (x - strip.x) / view.mmPerS,
    mv: (strip.baseline - y) / view.mmPerMv,
  };
}

export function pointOf(strip: Strip, view: EcgView, atS: number, mv: number): readonly [number, number] {
  return [strip.x + (atS - strip.startS) * view.mmPerS, strip.baseline - mv * view.mmPerMv];
}

/** The strip on which a caliper is drawn: one of its lead that shows its time. */
export function stripOf(sheet: Sheet, view: EcgView, caliper: Caliper): Strip | null {
  const middle = (caliper.fromS + caliper.toS) / 2;
  const shows = (strip: Strip): boolean =>
    strip.lead === caliper.lead && middle >= strip.startS && middle < strip.startS + strip.width / view.mmPerS;
  return sheet.strips.find(shows) ?? null;
}

/** How much of the record the sheet shows at once, in seconds. */
export function shownS(view: Pick<EcgView, "mmPerS">): number {
  return BODY_MM / view.mmPerS;
}

/** The offset kept within the record. */
export function heldOffset(offsetS: number, view: Pick<EcgView, "mmPerS">, durationS: number): number {
  const last = Math.max(0, durationS - shownS(view));
  return Math.round(Math.min(last, Math.max(0, offsetS)) * 1000) / 1000;
}

export interface Measured {
  readonly ms: number;
  readonly mv: number;
  /** Beats a minute if the caliper spans one; null when it has no width. */
  readonly perMinute: number | null;
}

export function measured(caliper: Caliper): Measured {
  const ms = Math.round(Math.abs(caliper.toS - caliper.fromS) * 1000);
  const mv = Math.round((caliper.toMv - caliper.fromMv) * 100) / 100;
  return { ms, mv, perMinute: ms > 0 ? Math.round(60_000 / ms) : null };
}

/** Pixels for a millimetre so that the whole sheet is seen. */
export function pxPerMm(sheet: Sheet, width: number, height: number): number {
  return Math.max(0.2, Math.min(width / sheet.width, height / sheet.height));
}

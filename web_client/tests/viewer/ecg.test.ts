import { describe, expect, it } from "vitest";
import {
  heldOffset,
  measured,
  placeIn,
  pointOf,
  pxPerMm,
  sheetOf,
  shownS,
  stripAt,
  stripOf,
} from "../../src/viewer/ecg/paper";
import { millivolts, recordOf } from "../../src/viewer/ecg/record";
import type { Caliper, Ecg, EcgView } from "../../src/wire/generated";

const TWELVE = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"];
const VIEW: EcgView = {
  type: "ecg",
  materialId: "m",
  mmPerS: 25,
  mmPerMv: 10,
  offsetS: 0,
  layout: "3x4+1",
  calipers: [],
};
const CALIPER: Caliper = { uid: "c", lead: "V1", fromS: 5.5, toS: 6.3, fromMv: 0, toMv: 1.25 };

describe("the sheet", () => {
  it("shows 10 s at 25 mm/s and 5 s at 50 mm/s", () => {
    expect(shownS(VIEW)).toBe(10);
    expect(shownS({ mmPerS: 50 })).toBe(5);
  });

  it("gives each of four columns two and a half seconds, one after the other, and the rhythm strip all ten", () => {
    const { strips } = sheetOf(VIEW, TWELVE);
    expect(strips.slice(0, 4).map(({ lead, startS }) => [lead, startS])).toEqual([
      ["I", 0],
      ["aVR", 2.5],
      ["V1", 5],
      ["V4", 7.5],
    ]);
    expect(strips.at(-1)).toMatchObject({ lead: "II", startS: 0, width: 250 });
    expect(strips).toHaveLength(13);
  });

  it("holds all twelve leads in every layout but the rhythm", () => {
    for (const layout of ["3x4+1", "6x2", "12x1"] as const) {
      const leads = new Set(sheetOf({ ...VIEW, layout }, TWELVE).strips.map(({ lead }) => lead));
      expect([...leads].sort()).toEqual([...TWELVE].sort());
    }
  });

  it("lists the leads of a record that has no standard ones", () => {
    expect(sheetOf(VIEW, ["MDC A", "MDC B"]).strips.map(({ lead }) => lead)).toEqual(["MDC A", "MDC B"]);
  });

  it("fits the smaller side of the screen", () => {
    const sheet = sheetOf(VIEW, TWELVE);
    expect(pxPerMm(sheet, sheet.width * 3, 10_000)).toBeCloseTo(3, 9);
    expect(pxPerMm(sheet, 10_000, sheet.height * 2)).toBeCloseTo(2, 9);
  });
});

describe("time and voltage", () => {
  it("a second is as many millimetres as the speed, a millivolt as many as the gain", () => {
    const strip = sheetOf(VIEW, TWELVE).strips[0];
    if (!strip) throw new Error("no strip");
    expect(pointOf(strip, VIEW, 1, 0)).toEqual([strip.x + 25, strip.baseline]);
    expect(pointOf(strip, { ...VIEW, mmPerMv: 20 }, 0, 0.5)).toEqual([strip.x, strip.baseline - 10]);
  });

  it("a point of the sheet and the place it shows agree both ways, at every speed and gain", () => {
    for (const mmPerS of [25, 50]) {
      for (const mmPerMv of [5, 10, 20]) {
        const view = { ...VIEW, mmPerS, mmPerMv, offsetS: 0.4 };
        for (const strip of sheetOf(view, TWELVE).strips) {
          const place = placeIn(strip, view, pointOf(strip, view, strip.startS + 0.3, 0.2));
          expect(place.atS).toBeCloseTo(strip.startS + 0.3, 9);
          expect(place.mv).toBeCloseTo(0.2, 9);
        }
      }
    }
  });

  it("outside of the strips there is nothing to measure", () => {
    expect(stripAt(sheetOf(VIEW, TWELVE), [1, 1])).toBeNull();
  });

  it("the sheet cannot be moved beyond the record", () => {
    expect(heldOffset(-1, VIEW, 12)).toBe(0);
    expect(heldOffset(99, VIEW, 12)).toBe(2);
    expect(heldOffset(3, VIEW, 10)).toBe(0);
  });
});

describe("calipers", () => {
  it("measure milliseconds, millivolts and the rate", () => {
    expect(measured(CALIPER)).toEqual({ ms: 800, mv: 1.25, perMinute: 75 });
    expect(measured({ ...CALIPER, toS: 5.5 }).perMinute).toBeNull();
  });

  it("stand on a strip of their lead that shows their time", () => {
    const sheet = sheetOf(VIEW, TWELVE);
    expect(stripOf(sheet, VIEW, CALIPER)?.lead).toBe("V1");
    expect(stripOf(sheet, VIEW, { ...CALIPER, fromS: 0, toS: 0.5 })).toBeNull();
  });
});

describe("the record", () => {
  const ecg = (leads: number, samplesPerLead: number): Ecg => ({
    id: "e",
    materialId: "m",
    taken: "",
    patientName: "",
    sampleRateHz: 500,
    samplesPerLead,
    leads: TWELVE.slice(0, leads).map((name) => ({ name, mvPerUnit: 0.00488, baselineMv: 0.5 })),
    annotations: [],
    samplesPath: "",
  });

  it("is split lead after lead", () => {
    const record = recordOf(ecg(2, 3), Int16Array.of(1, 2, 3, -4, -5, -6).buffer);
    expect([...(record.samples.get("II")?.raw ?? [])]).toEqual([-4, -5, -6]);
    expect(record.durationS).toBeCloseTo(0.006, 9);
  });

  it("scales by sensitivity and baseline", () => {
    expect(millivolts(1000, { name: "I", mvPerUnit: 0.00488, baselineMv: 0.5 })).toBeCloseTo(5.38, 9);
  });

  it("with too few samples is refused", () => {
    expect(() => recordOf(ecg(2, 3), new ArrayBuffer(10))).toThrow(RangeError);
  });
});

import { describe, expect, it } from "vitest";
import { asKept, emptyFields, isInRange, type Request, sendable } from "../../src/state/request_form";
import type { RequestForm } from "../../src/wire/generated";

const FORM: RequestForm = {
  speciality: "",
  requiredTitle: "",
  targetFacilityId: null,
  setting: "outpatient",
  inpatientNumber: "",
  ward: "",
  bed: "",
  admittedAt: null,
  chiefComplaint: "",
  presentHistory: "",
  pastHistory: "",
  allergies: "",
  familyHistory: "",
  summary: "",
  vitalSigns: {
    temperatureC: null,
    pulsePerMin: null,
    respirationPerMin: null,
    systolicMmhg: null,
    diastolicMmhg: null,
    oxygenSaturationPercent: null,
    weightKg: null,
  },
  examination: "",
  preliminaryDiagnoses: [],
  treatment: "",
  reason: "",
  purpose: "",
  wishedTime: "",
  interpreter: "",
  callbackPhone: "",
};
const request = (change: Partial<RequestForm> = {}, urgency: Request["urgency"] = "routine"): Request => ({
  urgency,
  mode: "live",
  form: { ...FORM, ...change },
});

describe("needed fields", () => {
  it("are those of N30 and the consultation record", () => {
    expect(emptyFields(request())).toHaveLength(12);
    expect(emptyFields(request({ purpose: " ", reason: "x" }))).toContain("purpose");
    expect(emptyFields(request({ reason: "x" }))).not.toContain("reason");
  });

  it("are three in an emergency", () => {
    expect(emptyFields(request({}, "emergency"))).toEqual(["callbackPhone", "chiefComplaint", "purpose"]);
  });

  it("count one measurement as vital signs", () => {
    const vitalSigns = { ...FORM.vitalSigns, pulsePerMin: 80 };
    expect(emptyFields(request({ vitalSigns }))).not.toContain("vitalSigns");
  });
});

describe("what is sent", () => {
  it("leaves out what the server would refuse while it is being written", () => {
    const sent = sendable(
      request({
        vitalSigns: { ...FORM.vitalSigns, temperatureC: 99, pulsePerMin: 80.5, weightKg: 61.5 },
        preliminaryDiagnoses: [
          { text: " ", code: "", system: "" },
          { text: "肺炎", code: "J18", system: "icd10" },
        ],
      }),
    );
    expect(sent.form.vitalSigns).toMatchObject({ temperatureC: null, pulsePerMin: null, weightKg: 61.5 });
    expect(sent.form.preliminaryDiagnoses).toHaveLength(1);
  });

  it("knows the bounds of a person", () => {
    expect(isInRange("temperatureC", 36.5)).toBe(true);
    expect(isInRange("oxygenSaturationPercent", 101)).toBe(false);
    expect(isInRange("systolicMmhg", null)).toBe(true);
  });
});

describe("what the browser kept", () => {
  it("is taken back only in the shape of a request", () => {
    const kept = { version: 3, request: request({ purpose: "x" }) };
    expect(asKept(JSON.parse(JSON.stringify(kept)), request())).toEqual(kept);
    expect(asKept({ version: 3, request: { form: {} } }, request())).toBeNull();
    expect(asKept(null, request())).toBeNull();
  });
});

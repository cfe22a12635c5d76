import { describe, expect, it } from "vitest";
import { readCitizenId, yearsOld } from "../../src/state/citizen_id";

describe("a citizen ID", () => {
  it("tells birth date and sex when its check digit is right", () => {
    // The example of GB 11643-1999.
    expect(readCitizenId("11010519491231002X")).toEqual({
      kind: "valid",
      facts: { birthDate: "1949-12-31", sex: "female" },
    });
    expect(readCitizenId("440524188001010014")).toMatchObject({ kind: "valid", facts: { sex: "male" } });
  });

  it("is refused with a wrong check digit, a day that never was, or another length", () => {
    expect(readCitizenId("110105194912310021").kind).toBe("check_digit_wrong");
    expect(readCitizenId("110105194902310021").kind).toBe("malformed");
    expect(readCitizenId("1101051949123100").kind).toBe("malformed");
  });

  it("may be written with a small x", () => {
    expect(readCitizenId("11010519491231002x").kind).toBe("valid");
  });
});

describe("age", () => {
  it("counts whole years up to the birthday", () => {
    expect(yearsOld("2012-11-26", new Date(2026, 10, 25))).toBe(13);
    expect(yearsOld("2012-11-25", new Date(2026, 10, 25))).toBe(14);
    expect(yearsOld("", new Date())).toBeNull();
  });
});

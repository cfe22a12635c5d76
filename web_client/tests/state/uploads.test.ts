import { describe, expect, it } from "vitest";
import { toApiError } from "../../src/state/upload_job";
import { isIgnored, uploadRank } from "../../src/state/upload_order";

describe("the order of uploads", () => {
  it("puts the ECG first, then pictures, then papers, then the bulk of a series", () => {
    const files: readonly (readonly [string, number])[] = [
      ["IM0001.dcm", 30_000_000],
      ["报告.pdf", 200_000],
      ["IM0002.dcm", 500_000],
      ["心电图.dcm", 300_000],
      ["key.JPG", 900_000],
    ];
    const sorted = [...files].sort((one, other) => uploadRank(...one) - uploadRank(...other));
    expect(sorted.map(([name]) => name)).toEqual(["心电图.dcm", "key.JPG", "报告.pdf", "IM0002.dcm", "IM0001.dcm"]);
  });

  it("leaves out what systems put into folders", () => {
    expect(isIgnored("CT/.DS_Store")).toBe(true);
    expect(isIgnored("CT/Thumbs.db")).toBe(true);
    expect(isIgnored("CT/IM0001")).toBe(false);
  });
});

describe("a refused upload", () => {
  it("keeps the server's code", () => {
    const error = Object.assign(new Error("tus"), {
      originalResponse: { getStatus: () => 422, getBody: () => '{"code":"truncated","message":"short","field":null}' },
    });
    expect(toApiError(error)).toMatchObject({ status: 422, code: "truncated", message: "short" });
  });

  it("without an answer is a broken line", () => {
    expect(toApiError(new Error("tus"))).toMatchObject({ status: 0, code: "network" });
  });
});

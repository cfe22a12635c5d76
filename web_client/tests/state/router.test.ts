import { describe, expect, it } from "vitest";
import { match } from "../../src/state/router";

describe("a path pattern", () => {
  it("gives the values of its parts", () => {
    expect(match("/sessions/:sessionId/room", "/sessions/7/room")).toEqual({ sessionId: "7" });
  });

  it("does not fit a longer or an empty path", () => {
    expect(match("/cases/:caseId", "/cases/1/edit")).toBeNull();
    expect(match("/cases/:caseId", "/cases/")).toBeNull();
  });

  it("takes the start page for itself", () => {
    expect(match("/", "/")).toEqual({});
    expect(match("/", "/worklist")).toBeNull();
  });
});

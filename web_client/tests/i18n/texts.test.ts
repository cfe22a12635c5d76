import { beforeEach, describe, expect, it } from "vitest";
import { language, loadAreas, lookUp, preferredLanguage, setLanguage, t } from "../../src/i18n";

beforeEach(() => setLanguage("zh"));

describe("texts", () => {
  it("speak Chinese at first and English once it is loaded", async () => {
    expect(t("shell.save")).toBe("保存");
    await setLanguage("en");
    expect(t("shell.save")).toBe("Save");
    expect(language.value).toBe("en");
  });

  it("take values and choose between one and many", async () => {
    expect(t("shell.dueLeft", { time: "5 小时" })).toBe("剩 5 小时");
    await setLanguage("en");
    expect(t("shell.days", { n: 1 })).toBe("1 day");
    expect(t("shell.days", { n: 3 })).toBe("3 days");
  });

  it("bring every loaded area along when the language changes", async () => {
    await loadAreas(["room"]);
    await setLanguage("en");
    expect(t("room.title")).not.toBe("room.title");
  });

  it("know what they lack", () => {
    expect(lookUp("shell.error_stale_version")).toBeDefined();
    expect(lookUp("shell.error_nobody_knows")).toBeUndefined();
  });
});

describe("the preferred language", () => {
  it.each([
    [["zh-CN", "en"], "zh"],
    [["en-US", "zh-CN"], "en"],
    [["fr-FR", "en-GB"], "en"],
    [["mn"], "zh"],
    [[], "zh"],
  ])("of %j is %s", (wishes, expected) => {
    expect(preferredLanguage(wishes)).toBe(expected);
  });
});

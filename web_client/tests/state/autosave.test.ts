import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "../../src/state/api";
import { Autosave } from "../../src/state/autosave";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => vi.useRealTimers());

const soon = () => vi.advanceTimersByTimeAsync(2_000);

describe("autosave", () => {
  it("sends the newest value once the writing stops", async () => {
    const sent: string[] = [];
    const saver = new Autosave<string>({ key: "a", save: async (value) => void sent.push(value) });
    saver.change("胸");
    saver.change("胸痛");
    expect(saver.state.value.kind).toBe("dirty");
    await soon();
    await saver.flush();
    expect(sent).toEqual(["胸痛"]);
    expect(saver.state.value.kind).toBe("saved");
  });

  it("holds on to the value while there is no connection, and sends it when there is", async () => {
    let isDown = true;
    const sent: string[] = [];
    const saver = new Autosave<string>({
      key: "b",
      save: async (value) => {
        if (isDown) throw new ApiError(0, "network", "");
        sent.push(value);
      },
    });
    saver.change("头痛");
    expect(await saver.flush()).toBe(false);
    expect(saver.state.value.kind).toBe("kept");
    expect(saver.isUnsaved).toBe(true);
    isDown = false;
    expect(await saver.flush()).toBe(true);
    expect(sent).toEqual(["头痛"]);
  });

  it("stops at a conflict until the user decides", async () => {
    let tries = 0;
    const saver = new Autosave<string>({
      key: "c",
      save: async () => {
        tries += 1;
        throw new ApiError(409, "stale_version", "");
      },
    });
    saver.change("一");
    await saver.flush();
    expect(saver.state.value.kind).toBe("conflict");
    saver.change("二");
    await soon();
    expect(tries).toBe(1);
    await saver.discard();
    expect(saver.state.value.kind).toBe("clean");
    await vi.waitFor(async () => expect(await saver.left()).toBeNull());
  });

  it("says which value a refusal is about without trying again", async () => {
    const saver = new Autosave<string>({
      key: "d",
      save: async () => {
        throw new ApiError(422, "field_invalid", "", "form.purpose");
      },
    });
    saver.change("x");
    expect(await saver.flush()).toBe(false);
    expect(saver.state.value.kind).toBe("failed");
  });
});

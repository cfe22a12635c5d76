import { describe, expect, it } from "vitest";
import {
  type Modality,
  draggedWindow,
  greyLevel,
  greyTable,
  greyWord,
  paintColor,
  paintDeepGrey,
  paintGrey,
  storedRange,
  windowOf,
} from "../../src/viewer/stack/windowing";

const PLAIN: Modality = { slope: 1, intercept: 0, voiFunction: "LINEAR", isInverted: false };

describe("the linear VOI function of PS3.3 C.11.2.1.2.1", () => {
  it("maps the examples of the standard: centre 2048, width 4096", () => {
    const voi = { center: 2048, width: 4096 };
    expect(greyLevel(0, voi)).toBe(0);
    expect(greyLevel(4095, voi)).toBe(255);
    expect(greyLevel(2047.5, voi)).toBeCloseTo(127.5, 9);
  });

  it("is black up to and with the lower edge and white above the upper one", () => {
    const voi = { center: 40, width: 400 };
    const [lower, upper] = [40 - 0.5 - 399 / 2, 40 - 0.5 + 399 / 2];
    expect(greyLevel(lower, voi)).toBe(0);
    expect(greyLevel(lower + 1, voi)).toBeGreaterThan(0);
    expect(greyLevel(upper, voi)).toBeCloseTo(255, 9);
    expect(greyLevel(upper + 0.001, voi)).toBe(255);
  });

  it("is a threshold when the width is 1", () => {
    const voi = { center: 100, width: 1 };
    expect(greyLevel(99.5, voi)).toBe(0);
    expect(greyLevel(99.6, voi)).toBe(255);
  });

  it("never falls as the value rises", () => {
    for (const width of [1, 2, 80, 1500]) {
      let before = -1;
      for (let value = -2000; value < 2000; value += 7) {
        const level = greyLevel(value, { center: -600, width });
        expect(level).toBeGreaterThanOrEqual(before);
        before = level;
      }
    }
  });
});

it("the exact linear function has its middle at the centre itself", () => {
  expect(greyLevel(40, { center: 40, width: 400 }, "LINEAR_EXACT")).toBeCloseTo(127.5, 9);
  expect(greyLevel(-160, { center: 40, width: 400 }, "LINEAR_EXACT")).toBe(0);
});

it("the sigmoid has its middle at the centre and never reaches its ends", () => {
  expect(greyLevel(40, { center: 40, width: 400 }, "SIGMOID")).toBeCloseTo(127.5, 9);
  expect(greyLevel(-400, { center: 40, width: 400 }, "SIGMOID")).toBeGreaterThan(0);
});

it("rescale comes before the window, and an inverted photometry turns light round", () => {
  const modality = { ...PLAIN, slope: 2, intercept: -1024 };
  const voi = { center: 0, width: 100 };
  expect(greyWord(512, modality, voi, false)).toBe(greyWord(0, PLAIN, voi, false));
  expect(greyWord(0, { ...PLAIN, isInverted: true }, voi, false)).toBe(greyWord(0, PLAIN, voi, true));
  expect(greyWord(0, { ...PLAIN, isInverted: true }, voi, true)).toBe(greyWord(0, PLAIN, voi, false));
});

it("a table paints what the function says, for signed and unsigned pixels of 8 and 16 bits", () => {
  const voi = { center: 30, width: 60 };
  for (const pixels of [
    Int16Array.of(-32768, -1, 0, 30, 32767),
    Uint16Array.of(0, 30, 65535),
    Uint8Array.of(0, 30, 255),
    Int8Array.of(-128, 0, 30),
  ]) {
    const range = storedRange(pixels);
    const [byTable, direct] = [new Uint32Array(pixels.length), new Uint32Array(pixels.length)];
    paintGrey(pixels, greyTable(range ?? { first: 0, size: 0 }, PLAIN, voi, false), byTable);
    paintDeepGrey(pixels, PLAIN, voi, false, direct);
    expect(byTable).toEqual(direct);
  }
});

it("pixels of 32 bits have no table", () => {
  expect(storedRange(new Int32Array(1))).toBeNull();
});

it("colour keeps red, green and blue in their places", () => {
  const target = new Uint32Array(1);
  paintColor(Uint8Array.of(0x11, 0x22, 0x33), false, target);
  expect([...new Uint8Array(target.buffer)]).toEqual([0x11, 0x22, 0x33, 0xff]);
  paintColor(Uint8Array.of(0x11, 0x22, 0x33), true, target);
  expect([...new Uint8Array(target.buffer)]).toEqual([0xee, 0xdd, 0xcc, 0xff]);
});

it("an image without a window gets one that leaves out the far ends", () => {
  const pixels = Int16Array.from({ length: 1000 }, (_, index) => (index === 0 ? 30_000 : index));
  const voi = windowOf(pixels, PLAIN);
  expect(voi.width).toBeLessThan(1000);
  expect(voi.center).toBeGreaterThan(400);
  expect(voi.center).toBeLessThan(600);
});

it("dragging right widens the window, down raises its centre, and the width stays at least 1", () => {
  const voi = { center: 40, width: 400 };
  expect(draggedWindow(voi, 10, 0)).toEqual({ center: 40, width: 420 });
  expect(draggedWindow(voi, 0, 10)).toEqual({ center: 50, width: 400 });
  expect(draggedWindow(voi, -10_000, 0).width).toBe(1);
});

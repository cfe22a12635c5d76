import { expect, it } from "vitest";
import { imagesOf, indexOf } from "../../src/viewer/stack/images";

type Elements = Record<string, readonly unknown[]>;

function dataset(elements: Elements): Record<string, unknown> {
  return Object.fromEntries(Object.entries(elements).map(([tag, Value]) => [tag, { vr: "UN", Value }]));
}

function slice(uid: string, instance: number, z: number, more: Elements = {}): Record<string, unknown> {
  return dataset({
    "00080018": [uid],
    "00200013": [instance],
    "00200032": [0, 0, z],
    "00200037": [1, 0, 0, 0, 1, 0],
    "00280010": [4],
    "00280011": [3],
    "00280030": [0.5, 0.25],
    "00281050": [40, 400],
    "00281051": [400, 1500],
    "00281052": [-1024],
    "00281053": [1],
    ...more,
  });
}

it("slices are ordered along the normal, not by their numbers", () => {
  const images = imagesOf([slice("1.2", 1, 30), slice("1.1", 2, 10), slice("1.3", 3, 20)]);
  expect(images.map((image) => image.sopInstanceUid)).toEqual(["1.1", "1.3", "1.2"]);
});

it("without positions the instance number orders, and frames follow each other", () => {
  const bare = (uid: string, instance: number) => {
    const { "00200032": _position, ...rest } = slice(uid, instance, 0);
    return { ...rest, "00280008": { vr: "IS", Value: [2] } };
  };
  const images = imagesOf([bare("1.2", 2), bare("1.1", 1)]);
  expect(images.map((image) => `${image.sopInstanceUid}/${image.frame}`)).toEqual(["1.1/1", "1.1/2", "1.2/1", "1.2/2"]);
  expect(indexOf(images, "1.2", 1)).toBe(2);
  expect(indexOf(images, "9", 1)).toBe(-1);
});

it("PixelSpacing is the distance between rows first (PS3.3 10.7.1.3)", () => {
  const [image] = imagesOf([slice("1.1", 1, 0)]);
  expect(image?.grid).toEqual({ columns: 3, rows: 4, spacingX: 0.25, spacingY: 0.5 });
  expect(image?.spacingSource).toBe("patient");
});

it("spacing at the detector and of an ultrasound region are told apart, and nothing is made up", () => {
  const without = { "00280030": [] };
  const detector = imagesOf([slice("1", 1, 0, { ...without, "00181164": [0.1, 0.1] })])[0];
  expect(detector?.spacingSource).toBe("detector");
  const region = {
    vr: "SQ",
    Value: [dataset({ "00186024": [3], "00186026": [3], "0018602C": [0.02], "0018602E": [0.04] })],
  };
  const ultrasound = imagesOf([{ ...slice("1", 1, 0, without), "00186011": region }])[0];
  expect(ultrasound?.grid.spacingX).toBeCloseTo(0.2, 9);
  expect(ultrasound?.grid.spacingY).toBeCloseTo(0.4, 9);
  expect(imagesOf([slice("1", 1, 0, without)])[0]?.spacingSource).toBe("none");
});

it("an enhanced image takes plane and measures from its functional groups", () => {
  const frameAt = (z: number) => dataset({ "00209113": [dataset({ "00200032": [0, 0, z] })] });
  const enhanced = {
    ...dataset({ "00080018": ["1.9"], "00280008": [2], "00280010": [8], "00280011": [8] }),
    "52009229": {
      Value: [
        dataset({
          "00289110": [dataset({ "00280030": [2, 2] })],
          "00209116": [dataset({ "00200037": [1, 0, 0, 0, 1, 0] })],
        }),
      ],
    },
    "52009230": { Value: [frameAt(9), frameAt(3)] },
  };
  const images = imagesOf([enhanced]);
  expect(images.map((image) => image.frame)).toEqual([2, 1]);
  expect(images[0]?.grid.spacingX).toBe(2);
});

it("the first window is used, one that is too narrow is not", () => {
  expect(imagesOf([slice("1", 1, 0)])[0]?.voi).toEqual({ center: 40, width: 400 });
  expect(imagesOf([slice("1", 1, 0, { "00281051": [0] })])[0]?.voi).toBeNull();
});

it("answers that are no list, and objects without pixels, give no images", () => {
  expect(imagesOf(null)).toEqual([]);
  expect(imagesOf([dataset({ "00080018": ["1"] }), 7, "x"])).toEqual([]);
});

import { expect, it } from "vitest";
import { FrameStore } from "../../src/viewer/stack/frame_store";

interface Asked {
  readonly index: number;
  readonly signal: AbortSignal;
  readonly resolve: (bytes: ArrayBuffer) => void;
  readonly reject: (error: Error) => void;
}

function storeOf(count: number, parallel = 1, budgetBytes = 1_000_000) {
  const asked: Asked[] = [];
  const arrivals: number[] = [];
  const store = new FrameStore({
    count,
    parallel,
    budgetBytes,
    onArrival: (index) => arrivals.push(index),
    source: {
      frame: (index, signal) => new Promise((resolve, reject) => asked.push({ index, signal, resolve, reject })),
    },
  });
  return { asked, arrivals, store };
}

const settle = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
const order = (asked: readonly Asked[]) => asked.map(({ index }) => index);

it("the frame looked at comes first, then its neighbours outwards", async () => {
  const { asked, store } = storeOf(5);
  store.lookAt(2);
  for (let turn = 0; turn < 5; turn += 1) {
    asked[turn]?.resolve(new ArrayBuffer(8));
    await settle();
  }
  expect(order(asked)).toEqual([2, 3, 1, 4, 0]);
  expect(store.loaded).toBe(5);
});

it("looking elsewhere stops the farthest transfer", () => {
  const { asked, store } = storeOf(100, 2);
  store.lookAt(0);
  store.lookAt(90);
  expect(order(asked)).toEqual([0, 1, 90]);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
});

it("the budget keeps what is near and lets go of what is far", async () => {
  const { asked, store } = storeOf(10, 1, 24);
  store.lookAt(0);
  for (let turn = 0; turn < 3; turn += 1) {
    asked[turn]?.resolve(new ArrayBuffer(8));
    await settle();
  }
  expect(order(asked)).toEqual([0, 1, 2]);
  store.lookAt(9);
  asked[3]?.resolve(new ArrayBuffer(8));
  await settle();
  expect(store.get(9)).not.toBeNull();
  expect(store.get(0)).toBeNull();
});

it("a frame that fails is asked for three times, and again when it is looked at again", async () => {
  const { asked, store } = storeOf(1);
  store.lookAt(0);
  for (let turn = 0; turn < 3; turn += 1) {
    asked[turn]?.reject(new Error("broken"));
    await settle();
  }
  expect(asked).toHaveLength(3);
  expect(store.hasFailed(0)).toBe(true);
  store.lookAt(0);
  expect(asked).toHaveLength(4);
});

it("a closed store stops everything under way", () => {
  const { asked, store } = storeOf(3, 3);
  store.lookAt(1);
  store.close();
  expect(asked.every(({ signal }) => signal.aborted)).toBe(true);
});

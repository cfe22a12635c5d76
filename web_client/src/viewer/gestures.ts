/** Turns mouse, touch, pen and wheel into drags, pinches and steps. */
import type { Point } from "./stack/geometry";

export interface Drag {
  /** at: where the pointer is; (dx, dy): since the last move. CSS pixels of the host. */
  move(at: Point, dx: number, dy: number): void;
  end(at: Point, isCancelled: boolean): void;
}

export type Button = "primary" | "middle" | "secondary";

export interface GestureHandler {
  press(at: Point, button: Button): Drag | null;
  /** One notch of the wheel, or its equal on a touch pad; down is positive. */
  wheel(at: Point, steps: number, isZoom: boolean): void;
  /** Two fingers: by how much they spread, and how far their middle moved. */
  pinch(at: Point, factor: number, dx: number, dy: number): void;
  hover(at: Point | null): void;
}

const NOTCH_PX = 80;
const TOUCHPAD_STEP_PX = 36;
const BUTTONS: Readonly<Record<number, Button>> = { 0: "primary", 1: "middle", 2: "secondary" };

export class Gestures {
  readonly #host: HTMLElement;
  readonly #handler: GestureHandler;
  readonly #abort = new AbortController();
  readonly #pointers = new Map<number, Point>();
  #drag: { readonly id: number; readonly drag: Drag } | null = null;
  #wheelPx = 0;

  constructor(host: HTMLElement, handler: GestureHandler) {
    this.#host = host;
    this.#handler = handler;
    const { signal } = this.#abort;
    host.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    host.addEventListener("pointermove", (event) => this.#move(event), { signal });
    host.addEventListener("pointerup", (event) => this.#up(event, false), { signal });
    host.addEventListener("pointercancel", (event) => this.#up(event, true), { signal });
    host.addEventListener("pointerleave", () => this.#handler.hover(null), { signal });
    host.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    host.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  }

  close(): void {
    this.#abort.abort();
  }

  /** Give the current drag up, as Escape does. */
  cancel(): void {
    this.#drag?.drag.end([0, 0], true);
    this.#drag = null;
  }

  #at(event: MouseEvent): Point {
    const box = this.#host.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  #down(event: PointerEvent): void {
    const at = this.#at(event);
    this.#host.focus({ preventScroll: true });
    this.#host.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, at);
    if (this.#pointers.size > 1) {
      this.cancel();
      return;
    }
    const drag = this.#handler.press(at, BUTTONS[event.button] ?? "primary");
    this.#drag = drag && { id: event.pointerId, drag };
    if (event.button === 1) event.preventDefault();
  }

  #move(event: PointerEvent): void {
    const at = this.#at(event);
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      this.#handler.hover(at);
      return;
    }
    if (this.#pointers.size === 2) this.#pinch(event.pointerId, before, at);
    this.#pointers.set(event.pointerId, at);
    if (this.#drag?.id === event.pointerId) this.#drag.drag.move(at, at[0] - before[0], at[1] - before[1]);
    this.#handler.hover(at);
  }

  #pinch(id: number, before: Point, at: Point): void {
    const other = [...this.#pointers].find(([otherId]) => otherId !== id)?.[1];
    if (!other) return;
    const spread = Math.hypot(before[0] - other[0], before[1] - other[1]);
    const now = Math.hypot(at[0] - other[0], at[1] - other[1]);
    const middle: Point = [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
    this.#handler.pinch(middle, spread > 0 ? now / spread : 1, (at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
  }

  #up(event: PointerEvent, isCancelled: boolean): void {
    this.#pointers.delete(event.pointerId);
    if (this.#drag?.id !== event.pointerId) return;
    const { drag } = this.#drag;
    this.#drag = null;
    drag.end(this.#at(event), isCancelled);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const px = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 40;
    const isZoom = event.ctrlKey || event.metaKey;
    if (Math.abs(px) >= NOTCH_PX) {
      this.#handler.wheel(this.#at(event), Math.sign(px), isZoom);
      return;
    }
    this.#wheelPx += px;
    const steps = Math.trunc(this.#wheelPx / TOUCHPAD_STEP_PX);
    if (steps === 0) return;
    this.#wheelPx -= steps * TOUCHPAD_STEP_PX;
    this.#handler.wheel(this.#at(event), steps, isZoom);
  }
}

/** Draws a sheet on a canvas whose unit is the millimetre. */
import type { EcgView } from "../../wire/generated";
import { type Sheet, type Strip, measured, pointOf, stripOf } from "./paper";
import { type EcgRecord, millivolts } from "./record";

const PAPER = "#fffaf6";
const FINE = "#f6d5cd";
const BOLD = "#e6a598";
const INK = "#16191c";
const CALIPER = "#0b57a4";
const PADDING = -32_768;
const PULSE_MM = 5;

export interface EcgWords {
  readonly perMinute: (rate: number) => string;
}

/** context: scaled so that one unit is a millimetre, with the sheet's corner at the origin. */
export function drawSheet(
  context: CanvasRenderingContext2D,
  sheet: Sheet,
  record: EcgRecord,
  view: EcgView,
  words: EcgWords,
): void {
  context.fillStyle = PAPER;
  context.fillRect(0, 0, sheet.width, sheet.height);
  drawGrid(context, sheet);
  for (const row of sheet.rows) drawPulse(context, row.baseline, view);
  for (const strip of sheet.strips) drawStrip(context, strip, record, view);
  drawCalipers(context, sheet, view, words);
}

function drawGrid(context: CanvasRenderingContext2D, sheet: Sheet): void {
  for (const [step, color, width] of [
    [1, FINE, 0.12],
    [5, BOLD, 0.2],
  ] as const) {
    context.beginPath();
    for (let x = 0; x <= sheet.width; x += step) {
      context.moveTo(x, 0);
      context.lineTo(x, sheet.height);
    }
    for (let y = 0; y <= sheet.height; y += step) {
      context.moveTo(0, y);
      context.lineTo(sheet.width, y);
    }
    context.strokeStyle = color;
    context.lineWidth = width;
    context.stroke();
  }
}

/** 1 mV for 5 mm, at the head of each row. */
function drawPulse(context: CanvasRenderingContext2D, baseline: number, view: EcgView): void {
  const top = baseline - view.mmPerMv;
  context.beginPath();
  context.moveTo(2, baseline);
  context.lineTo(4, baseline);
  context.lineTo(4, top);
  context.lineTo(4 + PULSE_MM, top);
  context.lineTo(4 + PULSE_MM, baseline);
  context.lineTo(11, baseline);
  stroke(context, INK, 0.3);
}

function drawStrip(context: CanvasRenderingContext2D, strip: Strip, record: EcgRecord, view: EcgView): void {
  drawName(context, strip);
  const found = record.samples.get(strip.lead);
  if (!found) return;
  const rate = record.ecg.sampleRateHz;
  const from = Math.max(0, Math.ceil(strip.startS * rate));
  const to = Math.min(found.raw.length - 1, Math.floor((strip.startS + strip.width / view.mmPerS) * rate));
  context.beginPath();
  let isDown = false;
  for (let index = from; index <= to; index += 1) {
    const raw = found.raw[index] ?? PADDING;
    if (raw === PADDING) {
      isDown = false;
      continue;
    }
    const [x, y] = pointOf(strip, view, index / rate, millivolts(raw, found.lead));
    if (isDown) context.lineTo(x, y);
    else context.moveTo(x, y);
    isDown = true;
  }
  context.lineJoin = "round";
  stroke(context, INK, 0.32);
}

function drawName(context: CanvasRenderingContext2D, strip: Strip): void {
  context.font = "600 4px system-ui, sans-serif";
  context.fillStyle = INK;
  context.fillText(strip.lead, strip.x + 1, strip.top + 4.5);
  context.beginPath();
  context.moveTo(strip.x, strip.baseline - 2.5);
  context.lineTo(strip.x, strip.baseline + 2.5);
  stroke(context, INK, 0.2);
}

function drawCalipers(context: CanvasRenderingContext2D, sheet: Sheet, view: EcgView, words: EcgWords): void {
  for (const caliper of view.calipers) {
    const strip = stripOf(sheet, view, caliper);
    if (!strip) continue;
    const [x1, y1] = pointOf(strip, view, caliper.fromS, caliper.fromMv);
    const [x2, y2] = pointOf(strip, view, caliper.toS, caliper.toMv);
    context.fillStyle = "rgb(11 87 164 / 10%)";
    context.fillRect(x1, strip.top, x2 - x1, strip.height);
    context.beginPath();
    for (const x of [x1, x2]) {
      context.moveTo(x, strip.top);
      context.lineTo(x, strip.top + strip.height);
    }
    context.moveTo(x1, y1);
    context.lineTo(x2, y1);
    context.lineTo(x2, y2);
    stroke(context, CALIPER, 0.3);
    drawValue(context, [Math.max(x1, x2) + 1, strip.top + 5], measured(caliper), words);
  }
}

function drawValue(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  value: ReturnType<typeof measured>,
  words: EcgWords,
): void {
  const rate = value.perMinute === null || value.perMinute > 400 ? "" : `  ${words.perMinute(value.perMinute)}`;
  const text = `${value.ms} ms  ${value.mv.toFixed(2)} mV${rate}`;
  context.font = "600 3.4px system-ui, sans-serif";
  const width = context.measureText(text).width + 2;
  context.fillStyle = "#fffffff0";
  context.fillRect(x, y - 3.6, width, 5);
  context.fillStyle = CALIPER;
  context.fillText(text, x + 1, y);
}

function stroke(context: CanvasRenderingContext2D, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke();
}

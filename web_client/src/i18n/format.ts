import { language, t } from "./index";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const locale = () => (language.value === "zh" ? "zh-CN" : "en-GB");
const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale(), { hour12: false, ...options });
  formats.set(key, made);
  return made;
}

/** "14:30" */
export const clock = (at: string | number | Date) =>
  format({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** "11月21日 星期六" */
export const dayOfWeek = (at: string | number | Date) =>
  format({ month: "long", day: "numeric", weekday: "long" }).format(new Date(at));

/** "11月21日周六", for the heads of columns */
export const shortDay = (at: string | number | Date) =>
  format({ month: "numeric", day: "numeric", weekday: "short" }).format(new Date(at));

/** "2026/11/21" */
export const date = (at: string | number | Date) =>
  format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at));

/** "2026/11/21 14:30" */
export const dateTime = (at: string | number | Date) =>
  format({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).format(
    new Date(at),
  );

/** "2026/11/21 14:30:05", where the order of events matters */
export const exact = (at: string | number | Date) =>
  format({
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(new Date(at));

/** Local calendar day as the value of a date input: "2026-11-21". */
export function dayKey(at: string | number | Date): string {
  const day = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Today's clock time, "tomorrow 09:00", or the date, whichever is shortest and still clear. */
export function whenShort(at: string | number | Date, now: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY_MS);
  if (days === 0) return clock(at);
  if (days === 1) return t("shell.tomorrowAt", { time: clock(at) });
  if (days === -1) return t("shell.yesterdayAt", { time: clock(at) });
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  if (!isThisYear) return date(at);
  return `${format({ month: "2-digit", day: "2-digit" }).format(new Date(at))} ${clock(at)}`;
}

export const startOfDay = (at: string | number | Date): number => new Date(at).setHours(0, 0, 0, 0);

/** A length of time in the largest unit that says enough: "25 min", "6.4 h", "3 d". */
export function span(ms: number): string {
  const length = Math.abs(ms);
  if (length < 1.5 * HOUR_MS) return t("shell.minutes", { n: Math.max(1, Math.round(length / MINUTE_MS)) });
  if (length < 36 * HOUR_MS) return t("shell.hours", { n: Math.round(length / HOUR_MS) });
  return t("shell.days", { n: Math.round(length / DAY_MS) });
}

/** "1:23:45" or "3:05", of a recording. */
export function running(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export const number = (value: number, digits = 0) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);

export const percent = (share: number) =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(share);

/** "12.3 MB", with the factor 1024 that file managers show. */
export function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${number(count / 1024 ** power, power > 1 ? 1 : 0)} ${units[power] ?? "B"}`;
}

/** "一、二、三" or "one, two, three". */
export const list = (items: readonly string[]) => items.join(language.value === "zh" ? "、" : ", ");

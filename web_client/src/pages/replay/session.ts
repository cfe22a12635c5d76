/** Everything a replay needs, fetched once. */
import { api } from "../../state/api";
import type { Consultation, LogEntry, Material, Recording } from "../../wire/generated";

export interface Loaded {
  readonly recording: Recording;
  readonly entries: readonly LogEntry[];
  readonly materials: readonly Material[];
  readonly consultation: Consultation;
}

const PAGE = 2000;

export async function loadSession(recordingId: string, signal: AbortSignal): Promise<Loaded> {
  const recording = await api.call("recording", { params: { recordingId } }, { signal });
  const { sessionId, consultationId } = recording.brief;
  const [entries, consultation] = await Promise.all([
    wholeLog(sessionId, signal),
    api.call("consultation", { params: { consultationId } }, { signal }),
  ]);
  return { recording, entries, materials: consultation.materials, consultation };
}

async function wholeLog(sessionId: string, signal: AbortSignal): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  for (;;) {
    const since = entries.at(-1)?.seq ?? 0;
    const page = await api.call("sessionLog", { params: { sessionId }, query: { since, limit: PAGE } }, { signal });
    entries.push(...page.entries);
    if (page.entries.length === 0 || (entries.at(-1)?.seq ?? 0) >= page.last) return entries;
  }
}

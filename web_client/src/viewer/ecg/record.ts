/** An ECG's samples in millivolts. */
import { api } from "../../state/api";
import type { Ecg, EcgLead, EcgMaterial } from "../../wire/generated";
import { readBytes } from "../read_bytes";

export interface EcgRecord {
  readonly ecg: Ecg;
  /** Raw samples of each lead by name. */
  readonly samples: ReadonlyMap<string, { readonly lead: EcgLead; readonly raw: Int16Array }>;
  readonly durationS: number;
}

/** Splits planar int16 little-endian samples into leads. Raises RangeError when they are too few. */
export function recordOf(ecg: Ecg, bytes: ArrayBuffer): EcgRecord {
  const perLead = ecg.samplesPerLead;
  if (bytes.byteLength < perLead * ecg.leads.length * 2) throw new RangeError("samples are missing");
  const samples = ecg.leads.map((lead, index) => {
    const raw = new Int16Array(bytes, index * perLead * 2, perLead);
    return [lead.name, { lead, raw }] as const;
  });
  return { ecg, samples: new Map(samples), durationS: perLead / ecg.sampleRateHz };
}

/** PS3.3 C.10.9.1.4: amplitude in mV. */
export function millivolts(raw: number, lead: EcgLead): number {
  return raw * lead.mvPerUnit + lead.baselineMv;
}

/** Raises ApiError, or RangeError when the samples do not fit their description. */
export async function loadRecord(material: EcgMaterial, signal: AbortSignal): Promise<EcgRecord> {
  const params = { ecgId: material.ecgId };
  const [ecg, samples] = await Promise.all([
    api.call("ecg", { params }, { signal }),
    api.raw("ecgSamples", { params }, { signal }),
  ]);
  return recordOf(ecg, await readBytes(samples, signal));
}

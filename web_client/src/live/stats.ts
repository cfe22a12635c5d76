/** What arrives of one track. */
export interface IncomingStats {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly framesDecoded: number;
  readonly framesPerSecond: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly freezeCount: number;
  readonly totalAudioEnergy: number;
  /** Share of the sound that was invented for missing packets, silence apart. */
  readonly concealed: number;
}

/** What leaves on one media section; simulcast layers added up. */
export interface OutgoingStats {
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly framesEncoded: number;
  /** none, cpu, bandwidth or other. */
  readonly limitedBy: string;
}

export interface PeerStats {
  readonly roundTripMs: number | null;
  /** host, srflx, prflx or relay: how the other end is reached. */
  readonly pathType: string | null;
  readonly availableBps: number | null;
  /** By the id of the received MediaStreamTrack. */
  readonly incoming: ReadonlyMap<string, IncomingStats>;
  /** By mid. */
  readonly outgoing: ReadonlyMap<string, OutgoingStats>;
}

function numberOf(stat: object, name: string): number {
  const value: unknown = Reflect.get(stat, name);
  return typeof value === "number" ? value : 0;
}

function textOf(stat: object, name: string): string {
  const value: unknown = Reflect.get(stat, name);
  return typeof value === "string" ? value : "";
}

function incoming(stat: object): IncomingStats {
  const received = numberOf(stat, "totalSamplesReceived");
  const invented = numberOf(stat, "concealedSamples") - numberOf(stat, "silentConcealedSamples");
  return {
    packetsReceived: numberOf(stat, "packetsReceived"),
    packetsLost: numberOf(stat, "packetsLost"),
    framesDecoded: numberOf(stat, "framesDecoded"),
    framesPerSecond: numberOf(stat, "framesPerSecond"),
    frameWidth: numberOf(stat, "frameWidth"),
    frameHeight: numberOf(stat, "frameHeight"),
    freezeCount: numberOf(stat, "freezeCount"),
    totalAudioEnergy: numberOf(stat, "totalAudioEnergy"),
    concealed: received === 0 ? 0 : Math.max(0, invented) / received,
  };
}

function outgoing(before: OutgoingStats | undefined, stat: object): OutgoingStats {
  return {
    packetsSent: (before?.packetsSent ?? 0) + numberOf(stat, "packetsSent"),
    bytesSent: (before?.bytesSent ?? 0) + numberOf(stat, "bytesSent"),
    framesEncoded: (before?.framesEncoded ?? 0) + numberOf(stat, "framesEncoded"),
    limitedBy: textOf(stat, "qualityLimitationReason") || (before?.limitedBy ?? "none"),
  };
}

/** Read the numbers that people and tests look at out of a W3C statistics report. */
export function readStats(report: RTCStatsReport): PeerStats {
  const come = new Map<string, IncomingStats>();
  const go = new Map<string, OutgoingStats>();
  let pair: object | null = null;
  report.forEach((stat: object) => {
    const type = textOf(stat, "type");
    const mid = textOf(stat, "mid");
    if (type === "inbound-rtp") come.set(textOf(stat, "trackIdentifier"), incoming(stat));
    if (type === "outbound-rtp") go.set(mid, outgoing(go.get(mid), stat));
    if (type === "candidate-pair" && Reflect.get(stat, "nominated") === true) pair = stat;
  });
  return { ...pathOf(report, pair), incoming: come, outgoing: go };
}

function pathOf(
  report: RTCStatsReport,
  pair: object | null,
): Pick<PeerStats, "roundTripMs" | "pathType" | "availableBps"> {
  if (pair === null) return { roundTripMs: null, pathType: null, availableBps: null };
  const local: unknown = report.get(textOf(pair, "localCandidateId"));
  return {
    roundTripMs: numberOf(pair, "currentRoundTripTime") * 1000,
    pathType: typeof local === "object" && local !== null ? textOf(local, "candidateType") : null,
    availableBps: numberOf(pair, "availableOutgoingBitrate") || null,
  };
}

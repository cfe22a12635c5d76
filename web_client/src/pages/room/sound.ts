/** Hearing and making sound for the device check. */

const SILENCE_DB = -60;

/** Share of full loudness, 0 to 1, for a level in dB below full scale. */
export function shareOf(db: number): number {
  return Math.max(0, Math.min(1, 1 - db / SILENCE_DB));
}

/** Root mean square of samples around 128, in dB below full scale. */
export function loudness(samples: Uint8Array): number {
  const sum = samples.reduce((total, sample) => total + ((sample - 128) / 128) ** 2, 0);
  return 20 * Math.log10(Math.max(1e-4, Math.sqrt(sum / Math.max(1, samples.length))));
}

/** Tells the loudness of a track ten times a second, as a share. Returns how to stop. */
export function meter(track: MediaStreamTrack, tell: (share: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    tell(track.enabled ? shareOf(loudness(samples)) : 0);
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

const TONE_S = 1.2;

/** Plays two soft notes on the chosen speaker. Rejects when the browser may not play or lacks the device. */
export async function playTone(speakerId: string | null): Promise<void> {
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.gain.value = 0.15;
  gain.connect(target);
  for (const [frequency, at] of [
    [523, 0],
    [784, 0.45],
  ] as const) {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(gain);
    note.start(context.currentTime + at);
    note.stop(context.currentTime + at + 0.35);
  }
  const element = new Audio();
  element.srcObject = target.stream;
  if (speakerId !== null && "setSinkId" in element) await element.setSinkId(speakerId);
  await element.play();
  await new Promise((resolve) => setTimeout(resolve, TONE_S * 1000));
  await context.close();
}

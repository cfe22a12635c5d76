/** One's own camera, microphone and screen. Capturing is the browser's; sending is the room's. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Devices, DeviceState } from "../../wire/generated";

export type LocalSource = "microphone" | "camera" | "screen";

/** Why a device cannot be used; each has its own advice. */
export type CaptureProblem = "denied" | "missing" | "busy" | "insecure" | "failed";

export interface Capture {
  readonly state: DeviceState;
  readonly track: MediaStreamTrack | null;
  readonly problem: CaptureProblem | null;
}

export interface ChosenDevices {
  readonly microphone: string | null;
  readonly camera: string | null;
  readonly speaker: string | null;
}

const KEY = "telemed.devices";
const OFF: Capture = { state: "off", track: null, problem: null };
const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } };
const SCREEN_FRAMES_PER_S = 5;

export class LocalMedia {
  readonly #microphone = signal<Capture>(OFF);
  readonly #camera = signal<Capture>(OFF);
  readonly #screen = signal<Capture>(OFF);
  readonly #chosen = signal<ChosenDevices>(rememberedDevices());
  readonly #known = signal<readonly MediaDeviceInfo[]>([]);
  readonly #onPlugged = () => void this.listDevices();

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", this.#onPlugged);
  }

  get microphone(): ReadonlySignal<Capture> {
    return this.#microphone;
  }

  get camera(): ReadonlySignal<Capture> {
    return this.#camera;
  }

  get screen(): ReadonlySignal<Capture> {
    return this.#screen;
  }

  get chosen(): ReadonlySignal<ChosenDevices> {
    return this.#chosen;
  }

  get known(): ReadonlySignal<readonly MediaDeviceInfo[]> {
    return this.#known;
  }

  get devices(): Devices {
    return {
      microphone: this.#microphone.value.state,
      camera: this.#camera.value.state,
      screen: this.#screen.value.state === "on" ? "on" : "off",
    };
  }

  /** Names of devices are known only after a permission was given. */
  async listDevices(): Promise<void> {
    this.#known.value = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  }

  async openMicrophone(): Promise<void> {
    const { microphone } = this.#chosen.value;
    const wanted = { ...preferring(microphone), echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    this.#replace(this.#microphone, await capture({ audio: wanted }));
    await this.listDevices();
  }

  async openCamera(): Promise<void> {
    const { camera } = this.#chosen.value;
    this.#replace(this.#camera, await capture({ video: { ...VIDEO, ...preferring(camera) } }, "motion"));
    await this.listDevices();
  }

  /** Mute keeps the device open, so that speaking again loses no syllable. */
  async setMicrophone(isOn: boolean): Promise<void> {
    const { track } = this.#microphone.value;
    if (!track) {
      if (isOn) await this.openMicrophone();
      return;
    }
    track.enabled = isOn;
    this.#microphone.value = { ...this.#microphone.value, state: isOn ? "on" : "off" };
  }

  /** A camera that is off is closed: its light must go out. */
  async setCamera(isOn: boolean): Promise<void> {
    if (isOn) await this.openCamera();
    else this.#replace(this.#camera, OFF);
  }

  /** False when the user chose nothing. */
  async shareScreen(): Promise<boolean> {
    const frameRate = { ideal: SCREEN_FRAMES_PER_S, max: 15 };
    const found = await captured(() => navigator.mediaDevices.getDisplayMedia({ video: { frameRate } }), "detail");
    found.track?.addEventListener("ended", () => this.stopScreen());
    this.#replace(this.#screen, found.track ? found : OFF);
    return found.track !== null;
  }

  stopScreen(): void {
    this.#replace(this.#screen, OFF);
  }

  async choose(change: Partial<ChosenDevices>): Promise<void> {
    this.#chosen.value = { ...this.#chosen.value, ...change };
    localStorage.setItem(KEY, JSON.stringify(this.#chosen.value));
    if (change.microphone !== undefined && this.#microphone.value.track) await this.openMicrophone();
    if (change.camera !== undefined && this.#camera.value.track) await this.openCamera();
  }

  close(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.#onPlugged);
    for (const one of [this.#microphone, this.#camera, this.#screen]) this.#replace(one, OFF);
  }

  #replace(place: { value: Capture }, next: Capture): void {
    const before = place.value.track;
    place.value = next;
    before?.stop();
    next.track?.addEventListener("ended", () => {
      if (place.value.track === next.track) place.value = { state: "absent", track: null, problem: "missing" };
    });
  }
}

function preferring(deviceId: string | null): MediaTrackConstraints {
  return deviceId === null ? {} : { deviceId: { ideal: deviceId } };
}

function capture(constraints: MediaStreamConstraints, hint = ""): Promise<Capture> {
  return captured(() => navigator.mediaDevices.getUserMedia(constraints), hint);
}

async function captured(open: () => Promise<MediaStream>, hint: string): Promise<Capture> {
  if (!navigator.mediaDevices) return { state: "blocked", track: null, problem: "insecure" };
  try {
    const [track = null] = (await open()).getTracks();
    if (track) track.contentHint = hint;
    return track ? { state: "on", track, problem: null } : { state: "absent", track, problem: "missing" };
  } catch (error) {
    return refusalOf(error instanceof DOMException ? error.name : "");
  }
}

const PROBLEMS: Readonly<Record<string, CaptureProblem>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function refusalOf(name: string): Capture {
  const problem = PROBLEMS[name] ?? "failed";
  return { state: problem === "denied" ? "blocked" : "absent", track: null, problem };
}

function rememberedDevices(): ChosenDevices {
  const none: ChosenDevices = { microphone: null, camera: null, speaker: null };
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return none;
    const idOf = (name: string): string | null => {
      const value: unknown = Reflect.get(kept, name);
      return typeof value === "string" ? value : null;
    };
    return { microphone: idOf("microphone"), camera: idOf("camera"), speaker: idOf("speaker") };
  } catch {
    return none;
  }
}

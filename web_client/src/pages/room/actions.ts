/** What the buttons and keys of the room do. */
export interface RoomActions {
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleScreen: () => void;
  readonly togglePointer: () => void;
  readonly toggleHand: () => void;
  readonly toggleSaver: () => void;
  readonly toggleFollow: () => void;
  readonly openDevices: () => void;
  readonly openKeys: () => void;
  readonly openOpinion: () => void;
  readonly openChat: () => void;
  readonly openMembers: () => void;
  readonly leave: () => void;
  readonly start: () => void;
  readonly end: () => void;
  readonly record: () => void;
  readonly pauseRecording: () => void;
  readonly resumeRecording: () => void;
  readonly stopRecording: () => void;
}

/** Alt and a letter, wherever the focus is. */
export const ROOM_KEYS: readonly (readonly [key: string, action: keyof RoomActions])[] = [
  ["m", "toggleMicrophone"],
  ["v", "toggleCamera"],
  ["s", "toggleScreen"],
  ["p", "togglePointer"],
  ["h", "toggleHand"],
  ["g", "toggleSaver"],
  ["w", "toggleFollow"],
  ["c", "openChat"],
  ["u", "openMembers"],
  ["o", "openOpinion"],
];

export function roomAction(
  event: Pick<KeyboardEvent, "altKey" | "ctrlKey" | "metaKey" | "code">,
): keyof RoomActions | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null;
  // The code, not the key: Alt changes what a letter writes on some keyboards.
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  return ROOM_KEYS.find(([key]) => key === letter)?.[1] ?? null;
}

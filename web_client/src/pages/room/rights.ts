/** What a seat's role may do, to show only what will work. The server decides (signaling/permissions.py). */
import type { SeatRole } from "../../wire/generated";

export type Right = "chat" | "present" | "draw" | "steer" | "record" | "moderate";

const RIGHTS: Readonly<Record<SeatRole, readonly Right[]>> = {
  host: ["chat", "present", "draw", "steer", "record", "moderate"],
  requester: ["chat", "present", "draw", "steer"],
  expert: ["chat", "present", "draw", "steer", "record"],
  coordinator: ["chat", "present", "steer", "record", "moderate"],
  observer: [],
  guest: ["chat"],
};

export function may(role: SeatRole | null, right: Right): boolean {
  return role !== null && RIGHTS[role].includes(right);
}

import type { Messages } from "../index";
import type { room as zh } from "../zh/room";

export const room: Messages<typeof zh> = {
  title: "Consultation room",
};

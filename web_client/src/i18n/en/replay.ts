import type { Messages } from "../index";
import type { replay as zh } from "../zh/replay";

export const replay: Messages<typeof zh> = {
  title: "Replay",
};

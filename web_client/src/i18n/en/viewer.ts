import type { Messages } from "../index";
import type { viewer as zh } from "../zh/viewer";

export const viewer: Messages<typeof zh> = {
  title: "Viewer",
};

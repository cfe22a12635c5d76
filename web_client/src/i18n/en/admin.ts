import type { Messages } from "../index";
import type { admin as zh } from "../zh/admin";

export const admin: Messages<typeof zh> = {
  title: "Cases",
};

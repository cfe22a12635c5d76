import type { Messages } from "../index";
import type { cases as zh } from "../zh/cases";

export const cases: Messages<typeof zh> = {
  title: "Cases",
};

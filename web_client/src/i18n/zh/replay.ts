export const replay = {
  title: "录像回放",
} as const;

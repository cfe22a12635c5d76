export const room = {
  title: "会诊室",
} as const;

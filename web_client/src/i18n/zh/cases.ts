export const cases = {
  title: "会诊",
} as const;

export const admin = {
  title: "会诊",
} as const;

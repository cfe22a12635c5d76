/** Which browser this is, to tell people where its permissions are. */
export type BrowserName = "chrome" | "edge" | "firefox" | "safari" | "other";

export function browserOf(agent: string): BrowserName {
  if (/Edg\//.test(agent)) return "edge";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrome\//.test(agent)) return "chrome";
  return /Safari\//.test(agent) ? "safari" : "other";
}

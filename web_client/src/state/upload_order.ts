/** What is sent first: the small things that an expert can start with. */
const SMALL_BYTES = 2 * 1024 * 1024;

/** 0 first. ECG and pictures before documents, single images before the bulk of a series. */
export function uploadRank(name: string, sizeBytes: number): number {
  const lower = name.toLowerCase();
  if (/ecg|ekg|心电/.test(lower)) return 0;
  if (/\.(jpe?g|png)$/.test(lower)) return 1;
  if (lower.endsWith(".pdf")) return 2;
  if (/\.(mp4)$/.test(lower)) return 5;
  return sizeBytes <= SMALL_BYTES ? 3 : 4;
}

/** Files that systems put into folders and nobody means to send. */
const IGNORED = /(^|\/)(\.|__MACOSX\/|Thumbs\.db$|desktop\.ini$)/i;

export const isIgnored = (path: string): boolean => IGNORED.test(path);

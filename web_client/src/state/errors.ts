import { language, lookUp, t } from "../i18n";
import { ApiError } from "./api";

/** What went wrong, in the user's language. A code without translation keeps the server's own words. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return t("shell.errorUnknown");
  const field = error.field?.split(".").pop() ?? "";
  const exact = lookUp(`shell.error_${error.code}_${field}`);
  if (exact !== undefined) return exact;
  if (error.code === "field_invalid" && language.value === "en" && error.message !== "") return error.message;
  const known = lookUp(`shell.error_${error.code}`);
  if (known !== undefined) return withState(known, error.state);
  if (language.value === "en" && error.message !== "") return error.message;
  return t("shell.errorOther", { message: error.message || error.code });
}

function withState(text: string, state: string | null): string {
  const name = state === null ? undefined : lookUp(`shell.state_${state}`);
  return name === undefined ? text : t("shell.errorInState", { text, state: name });
}

/** The field that an error names, without the "body." or "form." in front. */
export function fieldOf(error: unknown): string | null {
  return error instanceof ApiError && error.field !== null ? error.field.replace(/^\$?\.?(body\.)?/, "") : null;
}

/** Whether the same request may succeed by itself a little later. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 503 || error.status === 429);
}

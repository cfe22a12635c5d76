import { Api } from "../wire/api";

type Listener = () => void;
const listeners = new Set<Listener>();

/** Hear when the server says that nobody is signed in any more. */
export function onSignedOut(listener: Listener): void {
  listeners.add(listener);
}

/** The one way to the server for all of the client. */
export const api = new Api({
  onSignedOut: () => {
    for (const listener of listeners) listener();
  },
});

export { ApiError } from "../wire/api";

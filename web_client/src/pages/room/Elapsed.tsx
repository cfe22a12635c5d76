import { useEffect, useState } from "preact/hooks";
import { running } from "../../i18n/format";
import { useRoom } from "./model";

/** Time since a moment of the server's clock, counting on. */
export function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const room = useRoom();
  const [nowMs, setNowMs] = useState(room.serverNow());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(room.serverNow()), 1000);
    return () => clearInterval(timer);
  }, [room]);
  return <span data-testid="elapsed">{running(Math.max(0, nowMs - sinceMs))}</span>;
}

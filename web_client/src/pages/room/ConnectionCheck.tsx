import { Signal } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import { type Checks, gradeOf, roundTrip } from "./checks";

type Found =
  | { readonly kind: "testing" }
  | { readonly kind: "reached"; readonly roundTripMs: number }
  | { readonly kind: "lost" };

/** How far the server is. Runs on arrival and when asked again. */
export function ConnectionCheck({ onResult }: { readonly onResult: (found: Partial<Checks>) => void }) {
  const [found, setFound] = useState<Found>({ kind: "testing" });
  const test = async () => {
    setFound({ kind: "testing" });
    try {
      const roundTripMs = await roundTrip();
      setFound({ kind: "reached", roundTripMs });
      onResult({ connection: "ok", roundTripMs });
    } catch {
      setFound({ kind: "lost" });
      onResult({ connection: "failed", roundTripMs: null });
    }
  };
  useEffect(() => void test(), []);
  return (
    <div class="check-row">
      <Button icon={Signal} isBusy={found.kind === "testing"} onClick={() => void test()}>
        {t("room.testConnection")}
      </Button>
      <span class="grow row" role="status" data-testid="connection-check">
        <Verdict of={found} />
      </span>
    </div>
  );
}

function Verdict({ of }: { readonly of: Found }) {
  if (of.kind === "testing") return <span class="mut">{t("room.testing")}</span>;
  if (of.kind === "lost") return <span class="net poor">{t("room.net_lost")}</span>;
  const grade = gradeOf(of.roundTripMs);
  return (
    <span class={`net ${grade}`}>
      <Icon of={Signal} />
      {t(`room.net_${grade}`)} <span class="num">{Math.round(of.roundTripMs)} ms</span>
    </span>
  );
}

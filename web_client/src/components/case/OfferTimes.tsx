import { Zap } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { clock, dayKey, dayOfWeek, shortDay } from "../../i18n/format";
import { now } from "../../state/clock";
import { byDay, isOnDuty, slotAt, slotNow, startsIn } from "../../state/slots";
import type { Slot, Specialist } from "../../wire/generated";
import { Button } from "../Button";
import { Select } from "../Choice";
import { TextField } from "../Field";
import "./OfferDialog.css";

interface TimesProps {
  readonly of: Specialist;
  readonly slot: Slot | null;
  readonly onPick: (slot: Slot) => void;
}

/** At once, one of the times that are offered, or any other that was agreed on by telephone. */
export function OfferTimes({ of, slot, onPick }: TimesProps) {
  const soonest = slotNow(now.value);
  return (
    <>
      {of.isFreeNow && (
        <Button
          icon={Zap}
          class="now-slot"
          isPressed={soonest.start === slot?.start}
          onClick={() => onPick(soonest)}
          testId="slot-now"
        >
          {t("cases.offerNow")} {clock(soonest.start)}
          {!isOnDuty(of, now.value) && <span class="xs">{t("cases.offerOffDuty")}</span>}
        </Button>
      )}
      <OfferedTimes of={of} slot={slot} onPick={onPick} />
      <OtherTime slot={slot} onPick={onPick} />
    </>
  );
}

function OfferedTimes({ of, slot, onPick }: TimesProps) {
  const days = byDay(startsIn(of.freeSlots, now.value), dayKey);
  const [day, setDay] = useState<string | null>(null);
  const wanted = [day, slot ? dayKey(slot.start) : null, [...days.keys()][0]];
  const shown = wanted.find((key) => typeof key === "string" && days.has(key));
  if (typeof shown !== "string") return <p class="mut">{t("cases.noFree")}</p>;
  return (
    <>
      <Select
        label={t("cases.offerDay")}
        value={shown}
        onChange={setDay}
        options={[...days.keys()].map((key) => ({ value: key, label: shortDay(`${key}T12:00`) }))}
        testId="slot-day"
      />
      <div>
        <div class="sm b mut">{t("cases.offerSlots")}</div>
        <div class="time-grid" role="group" aria-label={dayOfWeek(`${shown}T12:00`)}>
          {(days.get(shown) ?? []).map((one) => (
            <Button
              key={one.start}
              class="num"
              isPressed={one.start === slot?.start}
              onClick={() => onPick(one)}
              testId="slot"
            >
              {clock(one.start)}
            </Button>
          ))}
        </div>
      </div>
    </>
  );
}

function OtherTime({ slot, onPick }: Omit<TimesProps, "of">) {
  const [text, setText] = useState("");
  const at = text === "" ? Number.NaN : new Date(text).getTime();
  const isPicked = slot !== null && Date.parse(slot.start) === at;
  return (
    <TextField
      label={t("cases.offerCustom")}
      type="datetime-local"
      value={isPicked || Number.isNaN(at) ? text : ""}
      error={at < now.value - 60_000 ? t("cases.offerPast") : null}
      onInput={(value) => {
        setText(value);
        const start = new Date(value).getTime();
        if (start > Date.now() - 60_000) onPick(slotAt(start));
      }}
      testId="slot-custom"
    />
  );
}

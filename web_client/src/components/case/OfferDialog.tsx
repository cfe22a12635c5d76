import { Zap } from "lucide";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { clock, dayKey, dayOfWeek, shortDay, whenShort } from "../../i18n/format";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { now } from "../../state/clock";
import { useFetched } from "../../state/resource";
import { byDay, firstFree, isOnDuty, slotAt, slotNow, startsIn } from "../../state/slots";
import type { Slot, Specialist } from "../../wire/generated";
import { Avatar } from "../Badge";
import { Button } from "../Button";
import { Select } from "../Choice";
import { Combobox } from "../Combobox";
import { Dialog } from "../Dialog";
import { Failure, Loaded } from "../Feedback";
import { FieldError, TextArea, TextField } from "../Field";
import "./case.css";
import { facilityName } from "./labels";
import "./OfferDialog.css";
import { SPECIALITIES } from "./specialities";
import type { StepProps } from "./StepDialog";

const AHEAD_MS = 14 * 86_400_000;

/** Choosing a specialist and, for a live consultation, one of the times that are free. */
export function OfferDialog({ of, onDone, onClose }: StepProps) {
  const [speciality, setSpeciality] = useState(of.speciality);
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState<Specialist | null>(null);
  const [slot, setSlot] = useState<Slot | null>(null);
  const [note, setNote] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const isLive = of.mode === "live";
  const isEmergency = of.urgency === "emergency";
  const found = useFetched(`${speciality}|${asked}`, (signal) => {
    const from = new Date(now.value).toISOString();
    const to = new Date(now.value + AHEAD_MS).toISOString();
    return api.call(
      "specialists",
      { query: { speciality: speciality || null, q: asked || null, from, to } },
      { signal },
    );
  });
  const pick = (person: Specialist) => {
    setChosen(person);
    setSlot(isLive ? firstFree(person, now.value, isEmergency) : null);
  };
  const first = found.value?.items[0];
  useEffect(() => {
    if (first && chosen === null) pick(first);
  }, [first]);
  const go = () => {
    setTried(true);
    if (chosen === null || (isLive && slot === null)) return;
    void act.run(async () =>
      onDone(
        "offer",
        await api.call("offer", {
          params: { consultationId: of.id },
          body: { version: of.version, specialistId: chosen.practitionerId, note: note.trim(), ...(slot ?? {}) },
        }),
      ),
    );
  };
  return (
    <Dialog
      title={t("cases.offerTitle")}
      onClose={onClose}
      isWide
      testId="offer-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={go} isBusy={act.isBusy} testId="offer-send">
            {t("cases.offerSend")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <div class="offer">
        <div class="col">
          <Combobox
            label={t("cases.offerSpeciality")}
            value={speciality}
            onInput={setSpeciality}
            suggestions={SPECIALITIES}
            testId="offer-speciality"
          />
          <TextField
            label={t("cases.offerFind")}
            value={text}
            onInput={setText}
            onBlur={() => setAsked(text.trim())}
            onKeyDown={(event) => {
              if (event.key === "Enter") setAsked(text.trim());
            }}
            placeholder={t("cases.offerFindHint")}
            testId="offer-find"
          />
          <Loaded of={found} lines={4}>
            {(value) => <People of={value.items} chosen={chosen} onPick={pick} />}
          </Loaded>
          {isTried && chosen === null && <FieldError text={t("cases.offerPick")} />}
        </div>
        <div class="times">
          {isLive && chosen && <Times of={chosen} slot={slot} onPick={setSlot} />}
          {isLive && isTried && slot === null && <FieldError text={t("cases.offerPickSlot")} />}
          <TextArea label={t("cases.offerNote")} value={note} onInput={setNote} rows={2} testId="offer-note" />
        </div>
      </div>
    </Dialog>
  );
}

interface PeopleProps {
  readonly of: readonly Specialist[];
  readonly chosen: Specialist | null;
  readonly onPick: (person: Specialist) => void;
}

function People({ of, chosen, onPick }: PeopleProps) {
  if (of.length === 0) return <p class="mut">{t("cases.offerNone")}</p>;
  return (
    <div class="people" role="radiogroup" aria-label={t("cases.recommended")}>
      {of.map((person) => (
        <label key={person.practitionerId} class="doc" data-testid="specialist">
          <input
            type="radio"
            name="specialist"
            checked={person.practitionerId === chosen?.practitionerId}
            onChange={() => onPick(person)}
          />
          <SpecialistLine of={person} />
        </label>
      ))}
    </div>
  );
}

/** Who it is and when there is time. */
export function SpecialistLine({ of }: { readonly of: Specialist }) {
  const [first] = startsIn(of.freeSlots, now.value);
  const free = first ? t("cases.freeFrom", { when: whenShort(first.start, now.value) }) : t("cases.noFree");
  return (
    <>
      <Avatar name={of.name} size={28} />
      <span class="grow">
        <span class="sm b">{of.name}</span>{" "}
        <span class="sm faint">{[of.department, of.title].filter(Boolean).join(" ")}</span>
        <span class="xs" style={{ display: "block" }}>
          {of.isFreeNow && isOnDuty(of, now.value) ? (
            <span class="free">{t("cases.freeNow")}</span>
          ) : (
            <span class="faint">{free}</span>
          )}
          <span class="faint">
            {" · "}
            {facilityName(of.facility)} · {t("cases.openCases", { n: of.openCases })}
          </span>
        </span>
      </span>
    </>
  );
}

interface TimesProps {
  readonly of: Specialist;
  readonly slot: Slot | null;
  readonly onPick: (slot: Slot) => void;
}

/** At once, one of the times that are offered, or any other that was agreed on by telephone. */
function Times({ of, slot, onPick }: TimesProps) {
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

import { useEffect, useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { now } from "../../state/clock";
import { useFetched } from "../../state/resource";
import { firstFree } from "../../state/slots";
import type { Slot, Specialist } from "../../wire/generated";
import { Button } from "../Button";
import { Combobox } from "../Combobox";
import { Dialog } from "../Dialog";
import { Failure, Loaded } from "../Feedback";
import { FieldError, TextArea, TextField } from "../Field";
import "./case.css";
import "./OfferDialog.css";
import { OfferTimes } from "./OfferTimes";
import { SpecialistLine } from "./SpecialistLine";
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
          {isLive && chosen && <OfferTimes of={chosen} slot={slot} onPick={setSlot} />}
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

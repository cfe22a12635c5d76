import { Search, UserPlus } from "lucide";
import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { age, sexLabel } from "../../components/case/labels";
import { Failure, Loaded } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { useFetched } from "../../state/resource";
import { navigate } from "../../state/router";
import type { Patient } from "../../wire/generated";
import { RegisterPatient } from "./RegisterPatient";
import { WizardSteps } from "./WizardSteps";

const SHORTEST = 2;

/** First step: whom it is about. Choosing the patient begins the draft. */
export default function NewCase() {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<string | null>(null);
  const [isTooShort, setTooShort] = useState(false);
  const [isRegistering, setRegistering] = useState(false);
  const found = useFetched(asked, (signal) => api.call("patients", { query: { q: asked ?? "" } }, { signal }));
  const act = useAct();
  const search = () => {
    const wanted = text.trim();
    setTooShort(wanted.length < SHORTEST);
    if (wanted.length >= SHORTEST) {
      setAsked(wanted);
      setRegistering(false);
    }
  };
  const begin = (patient: Patient) =>
    void act.run(async () => {
      const made = await api.call("createConsultation", { body: { patientId: patient.id } });
      navigate(`/cases/${made.case.id}/edit?step=question`, "replace");
    });
  return (
    <div class="wizard">
      <div class="page-head">
        <h1>{t("cases.newCase")}</h1>
      </div>
      <WizardSteps current="patient" ready={[]} hrefOf={null} />
      <Failure error={act.error} />
      <section class="card">
        <h2>{t("cases.findPatient")}</h2>
        <form
          class="row"
          style={{ alignItems: "flex-end" }}
          onSubmit={(event) => {
            event.preventDefault();
            search();
          }}
        >
          <TextField
            class="grow"
            label={t("cases.findPatientHint")}
            value={text}
            onInput={setText}
            maxLength={100}
            error={isTooShort ? t("cases.findPatientShort") : null}
            testId="patient-search"
          />
          <Button type="submit" icon={Search} class="same" testId="patient-find">
            {t("shell.search")}
          </Button>
        </form>
        {asked !== null && !isRegistering && (
          <Loaded of={found} lines={3}>
            {(value) => <Found of={value.items} isBusy={act.isBusy} onUse={begin} />}
          </Loaded>
        )}
        {!isRegistering && (
          <div>
            <Button icon={UserPlus} onClick={() => setRegistering(true)} testId="register-patient">
              {t("cases.registerPatient")}
            </Button>
          </div>
        )}
      </section>
      {isRegistering && (
        <RegisterPatient hint={asked ?? text} onRegistered={begin} onClose={() => setRegistering(false)} />
      )}
    </div>
  );
}

interface FoundProps {
  readonly of: readonly Patient[];
  readonly isBusy: boolean;
  readonly onUse: (patient: Patient) => void;
}

function Found({ of, isBusy, onUse }: FoundProps) {
  if (of.length === 0) return <p class="mut">{t("cases.findPatientEmpty")}</p>;
  return (
    <ul class="found" aria-label={t("cases.patient")}>
      {of.map((patient) => (
        <li key={patient.id} class="doc" data-testid="found-patient">
          <div class="grow">
            <span class="b">{patient.name}</span>{" "}
            <span class="mut">
              {sexLabel(patient.sex)} · {age(patient.ageText)}
            </span>
            <div class="xs faint num">
              {patient.identifiers.map((one) => `${t(`cases.id_${one.system}`)} ${one.masked}`).join(" · ")}
            </div>
            {patient.address !== "" && <div class="xs faint">{patient.address}</div>}
          </div>
          <Button look="primary" isBusy={isBusy} onClick={() => onUse(patient)} testId="use-patient">
            {t("cases.usePatient")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Choices, Select } from "../../components/Choice";
import { Failure } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { readCitizenId, yearsOld } from "../../state/citizen_id";
import { explain, fieldOf } from "../../state/errors";
import { focusField } from "../../state/focus";
import type { CreatePatient, IdentifierSystem, Patient, Sex } from "../../wire/generated";

const GUARDED_YEARS = 14;
const CARDS: readonly IdentifierSystem[] = [
  "health_card",
  "e_health_card",
  "social_security_card",
  "outpatient_number",
  "inpatient_number",
  "archive_number",
  "passport",
];

interface Draft {
  readonly name: string;
  readonly citizenId: string;
  readonly sex: Sex | null;
  readonly birthDate: string;
  readonly cardSystem: IdentifierSystem;
  readonly card: string;
  readonly phone: string;
  readonly address: string;
  readonly guardianName: string;
  readonly guardianPhone: string;
}

interface RegisterProps {
  /** What was searched for: a name or a citizen ID to begin with. */
  readonly hint: string;
  readonly onRegistered: (patient: Patient) => void;
  readonly onClose: () => void;
}

function begin(hint: string): Draft {
  const isId = readCitizenId(hint).kind === "valid";
  const isNumber = /\d/.test(hint);
  const empty: Draft = {
    name: isNumber ? "" : hint.trim(),
    citizenId: "",
    sex: null,
    birthDate: "",
    cardSystem: "health_card",
    card: "",
    phone: "",
    address: "",
    guardianName: "",
    guardianPhone: "",
  };
  return isId ? { ...empty, ...fromId(hint) } : empty;
}

/** A citizen ID tells sex and date of birth. */
function fromId(citizenId: string): Partial<Draft> {
  const read = readCitizenId(citizenId);
  return read.kind === "valid" ? { citizenId, ...read.facts } : { citizenId };
}

type Problems = Partial<Record<keyof Draft, string>>;

function problemsOf(of: Draft): Problems {
  const read = of.citizenId.trim() === "" ? null : readCitizenId(of.citizenId);
  const years = yearsOld(of.birthDate, new Date());
  const found: Problems = {};
  if (of.name.trim() === "") found.name = t("cases.nameNeeded");
  if (read?.kind === "malformed") found.citizenId = t("cases.citizenIdWrong");
  if (read?.kind === "check_digit_wrong") found.citizenId = t("cases.citizenIdCheck");
  if (of.sex === null) found.sex = t("cases.sexNeeded");
  if (of.birthDate === "") found.birthDate = t("cases.birthNeeded");
  if (years !== null && years < GUARDED_YEARS && of.guardianName.trim() === "") {
    found.guardianName = t("cases.guardianNeeded");
  }
  return found;
}

function toBody(of: Draft, sex: Sex): CreatePatient {
  const id = of.citizenId.trim().toUpperCase();
  return {
    name: of.name.trim(),
    sex,
    birthDate: of.birthDate,
    identifiers: [
      ...(id === "" ? [] : [{ system: "citizen_id" as const, value: id }]),
      ...(of.card.trim() === "" ? [] : [{ system: of.cardSystem, value: of.card.trim() }]),
    ],
    phone: of.phone.trim(),
    address: of.address.trim(),
    guardianName: of.guardianName.trim(),
    guardianPhone: of.guardianPhone.trim(),
  };
}

/** A patient who is not in the region's list yet. */
export function RegisterPatient({ hint, onRegistered, onClose }: RegisterProps) {
  const [draft, setDraft] = useState(() => begin(hint));
  const [left, setLeft] = useState<readonly (keyof Draft)[]>([]);
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const problems = problemsOf(draft);
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  const leave = (name: keyof Draft) => () => setLeft((old) => [...old, name]);
  const wrongOnServer = (name: string) => (fieldOf(act.error)?.startsWith(name) === true ? explain(act.error) : null);
  const errorOf = (name: keyof Draft) => (isTried || left.includes(name) ? (problems[name] ?? null) : null);
  const go = () => {
    setTried(true);
    const [first] = Object.keys(problems);
    if (first !== undefined || draft.sex === null) return focusField(first ?? "sex");
    const body = toBody(draft, draft.sex);
    void act.run(async () => onRegistered(await api.call("createPatient", { body })));
  };
  const text = (name: "name" | "phone" | "address" | "guardianName" | "guardianPhone" | "card") => ({
    name,
    value: draft[name],
    onInput: (value: string) => set({ [name]: value }),
    onBlur: leave(name),
    error: errorOf(name) ?? wrongOnServer(name),
    testId: `patient-${name}`,
  });
  return (
    <section class="card" aria-labelledby="register-title">
      <h2 id="register-title">{t("cases.registerPatient")}</h2>
      <Failure error={act.error} />
      <div class="form-grid">
        <TextField
          label={t("cases.citizenId")}
          name="citizenId"
          value={draft.citizenId}
          maxLength={18}
          onInput={(value) => set(fromId(value))}
          onBlur={leave("citizenId")}
          error={errorOf("citizenId") ?? wrongOnServer("identifiers")}
          testId="patient-citizenId"
        />
        <TextField label={t("cases.patientName")} isRequired maxLength={100} {...text("name")} />
        <Choices
          legend={t("cases.sex")}
          value={draft.sex}
          isRequired
          options={(["male", "female"] as const).map((value) => ({ value, label: t(`shell.sex_${value}`) }))}
          onChange={(sex) => set({ sex })}
          error={errorOf("sex")}
          testId="patient-sex"
        />
        <TextField
          label={t("cases.birthDate")}
          name="birthDate"
          type="date"
          isRequired
          value={draft.birthDate}
          onInput={(birthDate) => set({ birthDate })}
          onBlur={leave("birthDate")}
          error={errorOf("birthDate") ?? wrongOnServer("birthDate")}
          testId="patient-birthDate"
        />
        <Select
          label={t("cases.cardKind")}
          value={draft.cardSystem}
          options={CARDS.map((value) => ({ value, label: t(`cases.id_${value}`) }))}
          onChange={(cardSystem) => set({ cardSystem })}
        />
        <TextField label={t("cases.cardNumber")} maxLength={64} {...text("card")} />
        <TextField label={t("cases.phone")} type="tel" {...text("phone")} />
        <TextField label={t("cases.address")} {...text("address")} />
        <TextField label={t("cases.guardian")} {...text("guardianName")} />
        <TextField label={t("cases.guardianPhone")} type="tel" {...text("guardianPhone")} />
      </div>
      <div class="row">
        <Button look="primary" size="big" isBusy={act.isBusy} onClick={go} testId="patient-register">
          {t("cases.register")}
        </Button>
        <Button size="big" onClick={onClose}>
          {t("shell.cancel")}
        </Button>
      </div>
    </section>
  );
}

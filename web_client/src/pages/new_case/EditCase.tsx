import { ArrowLeft, ArrowRight } from "lucide";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button, LinkButton } from "../../components/Button";
import { ReturnedItems } from "../../components/case/ReturnedItems";
import { Loaded, Notice } from "../../components/Feedback";
import { SaveChip } from "../../components/SaveChip";
import { StateBadge } from "../../components/Status";
import { t } from "../../i18n";
import { attempt } from "../../state/act";
import { api } from "../../state/api";
import { Autosave, type SaveState } from "../../state/autosave";
import { loadCase } from "../../state/case_steps";
import { asKept, emptyFields, type Request, sendable } from "../../state/request_form";
import { type Fetched, useFetched } from "../../state/resource";
import { navigate, query } from "../../state/router";
import { acceptedCount } from "../../state/uploads";
import type { Consultation } from "../../wire/generated";
import type { PageProps } from "../route";
import { MaterialsStep } from "./MaterialsStep";
import { PatientStep } from "./PatientStep";
import { QuestionStep } from "./QuestionStep";
import { SubmitStep } from "./SubmitStep";
import { WIZARD, type WizardStep, WizardSteps } from "./WizardSteps";
import "./wizard.css";

const requestOf = ({ case: { urgency, mode }, form }: Consultation): Request => ({ urgency, mode, form });

/** A draft or a returned case in four steps; what is written saves itself. */
export default function EditCase({ params }: PageProps<"/cases/:caseId/edit">) {
  const whole = useFetched(params.caseId, (signal) => loadCase(params.caseId, signal));
  return (
    <Loaded of={whole} lines={10}>
      {(value) => <Editor key={params.caseId} of={value} whole={whole} />}
    </Loaded>
  );
}

interface EditorProps {
  readonly of: Consultation;
  readonly whole: Fetched<Consultation>;
}

/** Keeps the request, its version on the server, and the autosave together. */
function useRequest({ of, whole }: EditorProps) {
  const [request, setRequest] = useState(() => requestOf(of));
  const [isRestored, setRestored] = useState(false);
  const version = useRef(of.case.version);
  version.current = Math.max(version.current, of.case.version);
  const put = useRef(whole.put);
  put.current = whole.put;
  const saver = useMemo(
    () =>
      new Autosave<{ readonly version: number; readonly request: Request }>({
        key: `case:${of.case.id}`,
        save: async ({ request: wanted }) => {
          const body = { version: version.current, ...sendable(wanted) };
          const saved = await api.call("saveConsultation", { params: { consultationId: of.case.id }, body });
          version.current = saved.case.version;
          put.current(saved);
        },
      }),
    [],
  );
  const change = (next: Request) => {
    setRequest(next);
    saver.change({ version: version.current, request: next });
  };
  useEffect(() => {
    attempt(async () => {
      const kept = asKept(await saver.left(), requestOf(of));
      if (kept?.version !== of.case.version || JSON.stringify(kept.request) === JSON.stringify(requestOf(of))) return;
      setRestored(true);
      change(kept.request);
    });
    return () => saver.close();
  }, []);
  const takeCurrent = () =>
    attempt(async () => {
      await saver.discard();
      const current = await loadCase(of.case.id);
      version.current = current.case.version;
      setRequest(requestOf(current));
      whole.put(current);
    });
  return { request, change, saver, isRestored, takeCurrent };
}

function Conflict({ onTake }: { readonly onTake: () => void }) {
  return (
    <Notice tone="danger" isAlert>
      <div class="row wrap">
        <span class="grow">{t("cases.save_conflict")}</span>
        <Button onClick={onTake}>{t("cases.loadCurrent")}</Button>
      </div>
    </Notice>
  );
}

interface BackProps {
  readonly before: WizardStep | undefined;
  readonly hrefOf: (step: WizardStep) => string;
  readonly state: SaveState;
}

function Back({ before, hrefOf, state }: BackProps) {
  return (
    <>
      {before && (
        <LinkButton href={hrefOf(before)} size="big" icon={ArrowLeft}>
          {t("shell.previous")}
        </LinkButton>
      )}
      <SaveChip state={state} />
    </>
  );
}

function readySteps(of: Consultation, request: Request): readonly WizardStep[] {
  const ready: WizardStep[] = ["patient"];
  if (emptyFields(request).length === 0) ready.push("question");
  if (of.materials.length > 1) ready.push("materials");
  return ready;
}

function Editor(props: EditorProps) {
  const { of, whole } = props;
  const { request, change, saver, isRestored, takeCurrent } = useRequest(props);
  const step = WIZARD.find((known) => known === query.value.get("step")) ?? "question";
  const accepted = acceptedCount.value;
  const refresh = () =>
    attempt(async () => {
      if (!saver.isUnsaved) whole.put(await loadCase(of.case.id));
    });
  useEffect(() => {
    if (accepted > 0) refresh();
  }, [accepted, step]);
  const hrefOf = (wanted: WizardStep) => `/cases/${of.case.id}/edit?step=${wanted}`;
  const after = WIZARD[WIZARD.indexOf(step) + 1];
  const back = <Back before={WIZARD[WIZARD.indexOf(step) - 1]} hrefOf={hrefOf} state={saver.state.value} />;
  return (
    <div class="wizard">
      <div class="page-head">
        <h1>{t("cases.editCase")}</h1>
        <StateBadge state={of.case.state} />
        <span class="mut">{of.case.patient?.name}</span>
        <span class="grow" />
        <span class="faint num xs">{of.case.number}</span>
      </div>
      <WizardSteps current={step} ready={readySteps(of, request)} hrefOf={hrefOf} />
      {isRestored && <Notice tone="info">{t("cases.restored")}</Notice>}
      {saver.state.value.kind === "conflict" && <Conflict onTake={takeCurrent} />}
      {of.returnedFor && of.case.state === "returned" && <ReturnedItems of={of.returnedFor} />}
      {step === "patient" && <PatientStep of={of} />}
      {step === "question" && <QuestionStep request={request} onChange={change} />}
      {step === "materials" && <MaterialsStep of={of} onChanged={refresh} />}
      {step === "submit" && (
        <SubmitStep
          of={of}
          request={request}
          back={back}
          beforeSubmit={async () => (await saver.flush()) && (await loadCase(of.case.id))}
        />
      )}
      {step !== "submit" && (
        <div class="wizard-foot">
          {back}
          <span class="grow" />
          {after && (
            <Button
              look="primary"
              size="big"
              icon={ArrowRight}
              onClick={() => navigate(hrefOf(after))}
              testId="wizard-next"
            >
              {t("shell.next")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

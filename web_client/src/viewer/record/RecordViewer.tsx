import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import type { Consultation, RecordView } from "../../wire/generated";
import { type Box, placeAt, scrollTopOf } from "./place";
import "./record.css";

interface RecordViewerProps {
  readonly consultation: Consultation;
  readonly materialId: string;
  readonly view: RecordView | null;
  readonly isLocked: boolean;
  readonly onChange: (view: RecordView) => void;
  readonly onLockedTouch: () => void;
}

/** While a place that came from elsewhere is being gone to, scrolling is not the user's. */
const SETTLE_MS = 200;

/** The request form as text, shared by section and share of it, so that every screen shows the same lines. */
export function RecordViewer(props: RecordViewerProps) {
  const { consultation, materialId, view, isLocked } = props;
  const text = useRef<HTMLElement>(null);
  const quietUntil = useRef(0);
  useEffect(() => {
    const element = text.current;
    if (!element || !view) return;
    quietUntil.current = performance.now() + SETTLE_MS;
    element.scrollTop = scrollTopOf(boxesOf(element), view);
  }, [view?.section, view?.scroll]);
  const onScroll = () => {
    const element = text.current;
    if (!element || isLocked || performance.now() < quietUntil.current) return;
    const place = placeAt(boxesOf(element), element.scrollTop);
    if (place) props.onChange({ type: "record", materialId, ...place });
  };
  return (
    <article
      ref={text}
      class="record-text"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={t("viewer.record")}
      onScroll={onScroll}
      onWheel={() => isLocked && props.onLockedTouch()}
      onPointerDown={() => isLocked && props.onLockedTouch()}
    >
      <Sections of={consultation} />
    </article>
  );
}

function boxesOf(element: HTMLElement): readonly Box[] {
  return [...element.querySelectorAll<HTMLElement>("[data-section]")].map((one) => ({
    section: one.dataset["section"] ?? "",
    top: one.offsetTop,
    height: one.offsetHeight,
  }));
}

function Sections({ of }: { readonly of: Consultation }) {
  const { form } = of;
  const diagnoses = form.preliminaryDiagnoses.map((one) => [one.text, one.code].filter(Boolean).join(" ")).join("; ");
  return (
    <>
      <Section id="question" title={t("viewer.section_question")}>
        <Line name={t("viewer.record_purpose")} text={form.purpose} />
        <Line name={t("viewer.record_reason")} text={form.reason} />
      </Section>
      <Section id="complaint" title={t("viewer.section_complaint")}>
        <Line name={t("viewer.record_chiefComplaint")} text={form.chiefComplaint} />
        <Line name={t("viewer.record_summary")} text={form.summary} />
      </Section>
      <Section id="history" title={t("viewer.section_history")}>
        <Line name={t("viewer.record_presentHistory")} text={form.presentHistory} />
        <Line name={t("viewer.record_pastHistory")} text={form.pastHistory} />
        <Line name={t("viewer.record_allergies")} text={form.allergies} />
        <Line name={t("viewer.record_familyHistory")} text={form.familyHistory} />
      </Section>
      <Section id="examination" title={t("viewer.section_examination")}>
        <Vitals of={form.vitalSigns} />
        <Line name={t("viewer.record_examination")} text={form.examination} />
      </Section>
      <Section id="diagnosis" title={t("viewer.section_diagnosis")}>
        <Line name={t("viewer.record_diagnoses")} text={diagnoses} />
      </Section>
      <Section id="treatment" title={t("viewer.section_treatment")}>
        <Line name={t("viewer.record_treatment")} text={form.treatment} />
      </Section>
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ id, title, children }: SectionProps) {
  return (
    <section data-section={id}>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div class="record-line">
      <dt>{name}</dt>
      <dd class={text ? "" : "missing"}>{text || t("viewer.notWritten")}</dd>
    </div>
  );
}

function Vitals({ of }: { readonly of: Consultation["form"]["vitalSigns"] }) {
  const pressure = of.systolicMmhg && of.diastolicMmhg ? `${of.systolicMmhg}/${of.diastolicMmhg} mmHg` : null;
  const values = [
    [t("viewer.vital_temperature"), withUnit(of.temperatureC, "°C")],
    [t("viewer.vital_pulse"), withUnit(of.pulsePerMin, "/min")],
    [t("viewer.vital_respiration"), withUnit(of.respirationPerMin, "/min")],
    [t("viewer.vital_pressure"), pressure],
    [t("viewer.vital_saturation"), withUnit(of.oxygenSaturationPercent, "%")],
    [t("viewer.vital_weight"), withUnit(of.weightKg, "kg")],
  ] as const;
  const known = values.filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <div class="vitals">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="num">{value}</dd>
        </div>
      ))}
    </div>
  );
}

function withUnit(value: number | null, unit: string): string | null {
  return value === null ? null : `${value} ${unit}`;
}

import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Select } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Failure } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { explain, fieldOf } from "../../state/errors";
import { focusField } from "../../state/focus";
import { toast } from "../../state/toasts";
import type { FacilityType, Tier } from "../../wire/generated";
import { FACILITY_TYPES, TIERS } from "./facility_words";

interface NewFacilityProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const EMPTY = { code: "", name: "", shortName: "", grade: "", divisionCode: "", contactName: "", contactPhone: "" };
type TextName = keyof typeof EMPTY;
const NEEDED: readonly TextName[] = ["code", "name", "divisionCode"];

/** A facility that joins the region. */
export function NewFacilityDialog({ onDone, onClose }: NewFacilityProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [tier, setTier] = useState<Tier>("township");
  const [type, setType] = useState<FacilityType>("township_health_centre");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const missing = NEEDED.filter((name) => draft[name].trim() === "");
  const wrong = fieldOf(act.error);
  const text = (name: TextName) => ({
    name,
    value: draft[name],
    onInput: (value: string) => setDraft((old) => ({ ...old, [name]: value })),
    isRequired: NEEDED.includes(name),
    error: isTried && missing.includes(name) ? t("admin.fieldNeeded") : wrong === name ? explain(act.error) : null,
    testId: `facility-${name}`,
  });
  const go = () => {
    setTried(true);
    const [first] = missing;
    if (first !== undefined) return focusField(first);
    void act.run(async () => {
      await api.call("createFacility", { body: { ...draft, tier, type } });
      toast("ok", t("admin.saved"));
      onDone();
    });
  };
  return (
    <Dialog
      title={t("admin.newFacility")}
      onClose={onClose}
      isWide
      testId="facility-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button look="primary" isBusy={act.isBusy} onClick={go} testId="facility-save">
            {t("shell.save")}
          </Button>
        </>
      }
    >
      {wrong === null && <Failure error={act.error} />}
      <div class="form-grid">
        <TextField label={t("admin.facilityName")} {...text("name")} />
        <TextField label={t("admin.shortName")} {...text("shortName")} />
        <TextField label={t("admin.code")} {...text("code")} maxLength={40} />
        <TextField label={t("admin.divisionCode")} {...text("divisionCode")} maxLength={12} inputMode="numeric" />
        <Select
          label={t("admin.tier")}
          value={tier}
          options={TIERS.map((value) => ({ value, label: t(`shell.tier_${value}`) }))}
          onChange={setTier}
        />
        <Select
          label={t("admin.type")}
          value={type}
          options={FACILITY_TYPES.map((value) => ({ value, label: t(`admin.type_${value}`) }))}
          onChange={setType}
        />
        <TextField label={t("admin.grade")} {...text("grade")} />
        <TextField label={t("admin.contact")} {...text("contactName")} />
        <TextField label={t("admin.contactPhone")} {...text("contactPhone")} type="tel" />
      </div>
    </Dialog>
  );
}

import { Plus } from "lucide";
import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Check } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { Failure, Loaded } from "../../components/Feedback";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { explain, fieldOf } from "../../state/errors";
import { useFetched } from "../../state/resource";
import { toast } from "../../state/toasts";
import type { Facility } from "../../wire/generated";

interface FacilityDialogProps {
  readonly facilityId: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** One facility: what can change about it, and its departments. */
export function FacilityDialog({ facilityId, onDone, onClose }: FacilityDialogProps) {
  const found = useFetched(facilityId, (signal) => api.call("facility", { params: { facilityId } }, { signal }));
  const act = useAct();
  const [draft, setDraft] = useState<Partial<Facility>>({});
  const current = found.value;
  const save = () =>
    act.run(async () => {
      if (!current) return;
      const { version, name, shortName, grade, contactName, contactPhone, isActive } = { ...current, ...draft };
      const body = { version, name, shortName, grade, contactName, contactPhone, isActive };
      await api.call("updateFacility", { params: { facilityId }, body });
      toast("ok", t("admin.saved"));
      onDone();
    });
  return (
    <Dialog
      title={current?.name ?? t("admin.editFacility")}
      onClose={onClose}
      isWide
      testId="facility-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.close")}</Button>
          {current?.mayEdit === true && (
            <Button look="primary" isBusy={act.isBusy} onClick={() => void save()} testId="facility-save">
              {t("shell.save")}
            </Button>
          )}
        </>
      }
    >
      <Failure error={act.error} />
      <Loaded of={found} lines={6}>
        {(value) => (
          <>
            <Fields of={{ ...value, ...draft }} onChange={(change) => setDraft({ ...draft, ...change })} />
            <Departments of={value} onChanged={found.put} />
          </>
        )}
      </Loaded>
    </Dialog>
  );
}

interface FieldsProps {
  readonly of: Facility;
  readonly onChange: (change: Partial<Facility>) => void;
}

function Fields({ of, onChange }: FieldsProps) {
  const text = (name: "name" | "shortName" | "grade" | "contactName" | "contactPhone") => ({
    value: of[name],
    onInput: (value: string) => onChange({ [name]: value }),
    isDisabled: !of.mayEdit,
    testId: `facility-${name}`,
  });
  return (
    <>
      <p class="sm mut">
        {[of.code, t(`shell.tier_${of.tier}`), t(`admin.type_${of.type}`), of.divisionName, of.parent?.name]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <div class="form-grid">
        <TextField label={t("admin.facilityName")} {...text("name")} />
        <TextField label={t("admin.shortName")} {...text("shortName")} />
        <TextField label={t("admin.grade")} {...text("grade")} />
        <TextField label={t("admin.contact")} {...text("contactName")} />
        <TextField label={t("admin.contactPhone")} {...text("contactPhone")} type="tel" />
      </div>
      <Check
        label={t("admin.active")}
        isChecked={of.isActive}
        isDisabled={!of.mayEdit}
        onChange={(isActive) => onChange({ isActive })}
      />
    </>
  );
}

interface DepartmentsProps {
  readonly of: Facility;
  readonly onChanged: (now: Facility) => void;
}

function Departments({ of, onChanged }: DepartmentsProps) {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const wrong = fieldOf(act.error);
  const add = () => {
    setTried(true);
    if (code.trim() === "" || name.trim() === "") return;
    void act.run(async () => {
      const body = { code: code.trim(), name: name.trim() };
      onChanged(await api.call("createDepartment", { params: { facilityId: of.id }, body }));
      setCode("");
      setName("");
      setTried(false);
    });
  };
  return (
    <section>
      <h3>{t("admin.departments")}</h3>
      {of.departments.length === 0 ? (
        <p class="sm mut">{t("admin.noDepartments")}</p>
      ) : (
        <div class="tags" style={{ display: "flex", flexWrap: "wrap", gap: "6px", marginTop: "6px" }}>
          {of.departments.map((one) => (
            <span key={one.id} class="tag">
              {one.name}
            </span>
          ))}
        </div>
      )}
      {of.mayEdit && (
        <div class="row wrap" style={{ marginTop: "12px", alignItems: "flex-end" }}>
          <TextField
            label={t("admin.departmentCode")}
            value={code}
            onInput={setCode}
            maxLength={40}
            error={
              isTried && code.trim() === "" ? t("admin.fieldNeeded") : wrong === "code" ? explain(act.error) : null
            }
            testId="department-code"
          />
          <TextField
            label={t("admin.departmentName")}
            value={name}
            onInput={setName}
            maxLength={100}
            error={isTried && name.trim() === "" ? t("admin.fieldNeeded") : null}
            testId="department-name"
          />
          <Button icon={Plus} isBusy={act.isBusy} onClick={add} testId="department-add">
            {t("admin.departmentAdd")}
          </Button>
        </div>
      )}
      {wrong === null && <Failure error={act.error} />}
    </section>
  );
}

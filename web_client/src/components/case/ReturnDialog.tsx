import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import { Button } from "../Button";
import { Check } from "../Choice";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { FieldError, TextArea, TextField } from "../Field";
import type { StepProps } from "./StepDialog";

const COMMON = ["history", "ecg", "images", "lab", "consent", "question"] as const;

/** What has to be supplemented: common items to tick, others to write. */
export function ReturnDialog({ of, onDone, onClose }: StepProps) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [other, setOther] = useState("");
  const [note, setNote] = useState("");
  const [isTried, setTried] = useState(false);
  const act = useAct();
  const items = [...picked, ...(other.trim() === "" ? [] : [other.trim()])];
  const go = () => {
    setTried(true);
    if (items.length === 0) return;
    void act.run(async () =>
      onDone(
        "return",
        await api.call("return", {
          params: { consultationId: of.id },
          body: { version: of.version, items, note: note.trim() },
        }),
      ),
    );
  };
  return (
    <Dialog
      title={t("cases.returnTitle")}
      onClose={onClose}
      testId="return-dialog"
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="primary" onClick={go} isBusy={act.isBusy} testId="return-send">
            {t("cases.do_return")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <fieldset class="field">
        <legend>{t("cases.returnItems")}</legend>
        {COMMON.map((key) => {
          const text = t(`cases.returnItem_${key}`);
          return (
            <Check
              key={key}
              label={text}
              isChecked={picked.includes(text)}
              testId={`return-item-${key}`}
              onChange={(isOn) => setPicked(isOn ? [...picked, text] : picked.filter((item) => item !== text))}
            />
          );
        })}
        {isTried && items.length === 0 && <FieldError text={t("cases.returnNeeded")} />}
      </fieldset>
      <TextField label={t("cases.returnOther")} value={other} onInput={setOther} testId="return-other" />
      <TextArea label={t("cases.returnNote")} value={note} onInput={setNote} rows={2} testId="return-note" />
    </Dialog>
  );
}

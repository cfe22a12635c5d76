import { useState } from "preact/hooks";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { TextField } from "../../components/Field";
import { t } from "../../i18n";

export interface Question {
  readonly initial: string;
  readonly answer: (text: string | null) => void;
}

/** The text of a mark; nothing written is fine for an arrow. */
export function AskText({ question, onDone }: { readonly question: Question; readonly onDone: () => void }) {
  const [text, setText] = useState(question.initial);
  const answer = (value: string | null) => {
    question.answer(value);
    onDone();
  };
  return (
    <Dialog
      title={t("viewer.textPrompt")}
      onClose={() => answer(null)}
      testId="mark-text"
      footer={
        <>
          <Button onClick={() => answer(null)}>{t("shell.cancel")}</Button>
          <Button look="primary" onClick={() => answer(text)} testId="mark-text-ok">
            {t("shell.confirm")}
          </Button>
        </>
      }
    >
      <TextField
        label={t("viewer.textPrompt")}
        value={text}
        maxLength={200}
        testId="mark-text-input"
        onInput={setText}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.isComposing) answer(text);
        }}
      />
    </Dialog>
  );
}

import { FilePlus2, FolderPlus, Pause, Play, Upload, X } from "lucide";
import { useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { bytes, percent } from "../../i18n/format";
import { attempt } from "../../state/act";
import { chosenFiles, droppedFiles } from "../../state/dropped_files";
import { explain } from "../../state/errors";
import {
  addFiles,
  clearDone,
  type FileState,
  isOtherTabSending,
  pauseUpload,
  removeUpload,
  resumeUpload,
  type UploadItem,
  uploadsOf,
} from "../../state/uploads";
import { Button, IconButton } from "../Button";
import { Notice } from "../Feedback";
import { Icon } from "../Icon";
import "./upload.css";

/** Lets an input choose a whole folder; JSX does not know the attribute. */
const FOLDER = { webkitdirectory: true };

/** Where files are dropped, and how far each has come. */
export function UploadPanel({ caseId }: { readonly caseId: string }) {
  const items = uploadsOf(caseId);
  return (
    <div class="col">
      <DropZone caseId={caseId} />
      {isOtherTabSending.value && items.length > 0 && <Notice tone="info">{t("cases.uploadOtherTab")}</Notice>}
      {items.length > 0 && <Items of={items} caseId={caseId} />}
    </div>
  );
}

function DropZone({ caseId }: { readonly caseId: string }) {
  const [isOver, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    addFiles(caseId, chosenFiles(input.files));
    input.value = "";
  };
  return (
    <div
      class={isOver ? "drop over" : "drop"}
      data-testid="drop-zone"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const transfer = event.dataTransfer;
        if (transfer) attempt(async () => addFiles(caseId, await droppedFiles(transfer)));
      }}
    >
      <Icon of={Upload} size={28} />
      <p class="b">{t("cases.dropHere")}</p>
      <div class="row wrap" style={{ justifyContent: "center" }}>
        <Button icon={FilePlus2} onClick={() => files.current?.click()} testId="choose-files">
          {t("cases.chooseFiles")}
        </Button>
        <Button icon={FolderPlus} onClick={() => folder.current?.click()} testId="choose-folder">
          {t("cases.chooseFolder")}
        </Button>
      </div>
      <p class="xs faint">{t("cases.dropHint")}</p>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t("cases.chooseFiles")}
        data-testid="file-input"
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        {...FOLDER}
        aria-label={t("cases.chooseFolder")}
        data-testid="folder-input"
        onChange={(event) => take(event.currentTarget)}
      />
    </div>
  );
}

const isDone = (item: UploadItem) => ["accepted", "duplicate"].includes(item.state.kind);
const isActive = (item: UploadItem) => ["waiting", "sending"].includes(item.state.kind);

function each(items: readonly UploadItem[], act: (id: string) => void): void {
  for (const item of items) act(item.id);
}

function Items({ of, caseId }: { readonly of: readonly UploadItem[]; readonly caseId: string }) {
  const done = of.filter(isDone).length;
  const active = of.filter(isActive);
  const paused = of.filter((item) => item.state.kind === "paused");
  return (
    <section aria-label={t("cases.uploads")}>
      <div class="row wrap" style={{ marginBottom: "6px" }}>
        <span class="b sm" role="status" data-testid="uploads-overall">
          {t("cases.uploadsOverall", { done, total: of.length })}
        </span>
        <span class="grow" />
        {active.length > 0 && (
          <Button look="ghost" icon={Pause} onClick={() => each(active, pauseUpload)}>
            {t("cases.uploadPauseAll")}
          </Button>
        )}
        {paused.length > 0 && (
          <Button look="ghost" icon={Play} onClick={() => each(paused, resumeUpload)}>
            {t("cases.uploadResumeAll")}
          </Button>
        )}
        {done > 0 && (
          <Button look="ghost" onClick={() => clearDone(caseId)}>
            {t("cases.clearDone")}
          </Button>
        )}
      </div>
      <ul class="upload-list">
        {of.map((item) => (
          <Row key={item.id} of={item} />
        ))}
      </ul>
    </section>
  );
}

function Row({ of }: { readonly of: UploadItem }) {
  const share = of.sizeBytes === 0 ? 1 : of.sentBytes / of.sizeBytes;
  return (
    <li class="upload-row" data-testid="upload" data-state={of.state.kind} data-name={of.name}>
      <div class="grow">
        <div class="sm name">{of.path || of.name}</div>
        <div class="xs faint num">
          {bytes(of.sizeBytes)} · <span class={toneOf(of.state)}>{words(of.state, share)}</span>
        </div>
      </div>
      {isActive(of) && <IconButton of={Pause} label={t("cases.uploadPause")} onClick={() => pauseUpload(of.id)} />}
      {(of.state.kind === "paused" || of.state.kind === "failed") && (
        <IconButton of={Play} label={t("cases.uploadResume")} onClick={() => resumeUpload(of.id)} />
      )}
      {!isDone(of) && of.state.kind !== "checking" && (
        <IconButton of={X} label={t("cases.uploadRemove", { name: of.name })} onClick={() => removeUpload(of.id)} />
      )}
      {isActive(of) && <progress value={share} max={1} aria-label={of.name} />}
    </li>
  );
}

const toneOf = (state: FileState): string =>
  state.kind === "accepted" || state.kind === "duplicate" ? "ok" : state.kind === "refused" ? "bad" : "";

function words(state: FileState, share: number): string {
  switch (state.kind) {
    case "sending":
      return t("cases.upload_sending", { percent: percent(share), speed: bytes(state.bytesPerS) });
    case "paused":
      return t("cases.upload_paused", { percent: percent(share) });
    case "accepted":
      return [t("cases.upload_accepted"), state.material ? t(`cases.kind_${state.material}`) : ""]
        .filter(Boolean)
        .join(" · ");
    case "refused":
      return `${t("cases.upload_refused")}：${explain(state.error)}`;
    case "waiting":
    case "checking":
    case "duplicate":
    case "failed":
      return t(`cases.upload_${state.kind}`);
  }
}

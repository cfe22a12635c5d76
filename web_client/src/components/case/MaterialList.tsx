import { Eye, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { bytes } from "../../i18n/format";
import { useAct } from "../../state/act";
import { api } from "../../state/api";
import type { Material } from "../../wire/generated";
import { Button, IconButton } from "../Button";
import { Dialog } from "../Dialog";
import { Failure } from "../Feedback";
import { materialTitle } from "./labels";
import { materialDetail, MaterialPicture } from "./Materials";
import "./upload.css";

interface MaterialListProps {
  readonly of: readonly Material[];
  readonly onChanged: () => void;
  readonly onOpen?: (material: Material) => void;
}

/** What a case holds, one row each, with what can be done about it. */
export function MaterialList({ of, onChanged, onOpen }: MaterialListProps) {
  const [removed, setRemoved] = useState<Material | null>(null);
  const shown = of.filter((material) => material.kind !== "record");
  if (shown.length === 0) return <p class="mut">{t("cases.materialsNone")}</p>;
  return (
    <>
      <ul class="material-list">
        {shown.map((material) => (
          <li
            key={material.id}
            class="material-row"
            data-testid="material"
            data-kind={material.kind}
            data-id={material.id}
          >
            <MaterialPicture of={material} />
            <div class="grow">
              <div class="b clip">{materialTitle(material)}</div>
              <div class="xs faint">
                {materialDetail(material)} · {bytes(material.sizeBytes)}
                {material.addedBy !== "" && ` · ${material.addedBy}`}
              </div>
            </div>
            {onOpen && (
              <Button icon={Eye} onClick={() => onOpen(material)} testId="open-material">
                {t("cases.openMaterial")}
              </Button>
            )}
            {material.mayRemove && (
              <IconButton of={Trash2} label={t("cases.remove_material")} onClick={() => setRemoved(material)} />
            )}
          </li>
        ))}
      </ul>
      {removed && (
        <RemoveDialog
          of={removed}
          onClose={() => setRemoved(null)}
          onRemoved={() => {
            setRemoved(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}

interface RemoveProps {
  readonly of: Material;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

function RemoveDialog({ of, onClose, onRemoved }: RemoveProps) {
  const act = useAct();
  const go = () =>
    act.run(async () => {
      await api.call("removeMaterial", { params: { materialId: of.id } });
      onRemoved();
    });
  return (
    <Dialog
      title={t("cases.remove_material")}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("shell.back")}</Button>
          <Button look="danger" isBusy={act.isBusy} onClick={() => void go()}>
            {t("shell.remove")}
          </Button>
        </>
      }
    >
      <Failure error={act.error} />
      <p>{t("cases.removeMaterialConfirm", { name: materialTitle(of) })}</p>
    </Dialog>
  );
}

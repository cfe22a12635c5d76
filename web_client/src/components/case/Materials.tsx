import { Activity, ClipboardList, FileText, Film, Image } from "lucide";
import type { IconNode } from "lucide";
import { t } from "../../i18n";
import type { Material, MaterialBadge } from "../../wire/generated";
import { Icon } from "../Icon";
import "./case.css";
import { materialTitle } from "./labels";

const ICONS: Readonly<Record<Material["kind"], IconNode>> = {
  record: ClipboardList,
  series: Image,
  ecg: Activity,
  image: Image,
  pdf: FileText,
  clip: Film,
  video: Film,
};

/** A line about how much there is of a material. */
export function materialDetail(material: Material): string {
  switch (material.kind) {
    case "series":
      return `${material.modality} · ${t("cases.frames", { n: material.frameCount })}`;
    case "clip":
      return `${material.modality} · ${t("cases.frames", { n: material.frameCount })}`;
    case "ecg":
      return t("cases.leads", { n: material.leadCount });
    case "pdf":
      return t("cases.pagesOf", { n: material.pageCount });
    case "image":
    case "video":
    case "record":
      return t(`cases.kind_${material.kind}`);
  }
}

export function MaterialPicture({ of }: { readonly of: Material }) {
  if (of.kind === "series" || of.kind === "clip") {
    return (
      <span class="picture dark">
        <img src={of.thumbnailPath} alt="" loading="lazy" />
      </span>
    );
  }
  if (of.kind === "image") {
    return (
      <span class="picture dark">
        <img src={of.contentPath} alt="" loading="lazy" />
      </span>
    );
  }
  return (
    <span class={of.kind === "ecg" ? "picture dark" : "picture"}>
      <Icon of={ICONS[of.kind]} size={26} />
    </span>
  );
}

/** Small pictures of what a case holds, each leading to the material. */
export function MaterialTiles({ of, caseId }: { readonly of: readonly Material[]; readonly caseId: string }) {
  const shown = of.filter((material) => material.kind !== "record");
  if (shown.length === 0) return <p class="sm faint">{t("cases.materialsNone")}</p>;
  return (
    <div class="files">
      {shown.map((material) => (
        <a key={material.id} class="file" href={`/cases/${caseId}?tab=materials&material=${material.id}`}>
          <MaterialPicture of={material} />
          <span class="caption">
            <span class="clip" style={{ display: "block" }}>
              {materialTitle(material)}
            </span>
            <span class="xs">{materialDetail(material)}</span>
          </span>
        </a>
      ))}
    </div>
  );
}

/** What a case holds, in a row of a list; what is still on its way shows how far it is. */
export function MaterialTags({ of }: { readonly of: readonly MaterialBadge[] }) {
  const shown = of.filter((badge) => badge.kind !== "record");
  return (
    <span class="tags">
      {shown.map((badge) => {
        const name = badge.label || t(`cases.kind_${badge.kind}`);
        const isComing = badge.uploadPercent < 100;
        const text = isComing ? `${name} ${badge.uploadPercent}%` : badge.count > 1 ? `${name} ×${badge.count}` : name;
        return (
          <span key={badge.kind + badge.label} class={isComing ? "tag coming" : "tag"}>
            {isComing && <span class="bar" style={{ width: `${badge.uploadPercent}%` }} />}
            <span class="over">{text}</span>
          </span>
        );
      })}
    </span>
  );
}

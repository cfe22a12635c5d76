import { Tabs } from "../../components/Tabs";
import { t } from "../../i18n";
import { Chat } from "./Chat";
import { MaterialsPanel } from "./MaterialsPanel";
import { Members } from "./Members";
import { personOf, useRoom } from "./model";
import { OpinionDraft } from "./OpinionDraft";
import { may } from "./rights";
import type { StageModel } from "./stage_model";

export type SideTab = "materials" | "chat" | "members" | "opinion";

interface SidePanelProps {
  readonly stage: StageModel;
  readonly tab: SideTab;
  readonly onTab: (tab: SideTab) => void;
  /** On a phone the materials are a tab too. */
  readonly isNarrow: boolean;
}

export function SidePanel({ stage, tab, onTab, isNarrow }: SidePanelProps) {
  const room = useRoom();
  const state = room.state.value;
  const role = personOf(state, room.ownId)?.role ?? null;
  const tabs = [
    ...(isNarrow ? [{ value: "materials" as const, label: t("room.materials") }] : []),
    { value: "chat" as const, label: t("room.chat") },
    { value: "members" as const, label: t("room.members"), count: state.participants.length },
    ...(may(role, "draw") ? [{ value: "opinion" as const, label: t("room.opinionDraft") }] : []),
  ];
  const shown = tabs.some((one) => one.value === tab) ? tab : "chat";
  return (
    <Tabs class="side-tabs" label={t("room.side")} tabs={tabs} value={shown} onChange={onTab}>
      {shown === "materials" && <MaterialsPanel stage={stage} />}
      {shown === "chat" && <Chat />}
      {shown === "members" && <Members />}
      {shown === "opinion" && <OpinionDraft />}
    </Tabs>
  );
}

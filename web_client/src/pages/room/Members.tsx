import { Hand, MicOff, Mic, Presentation, UserX, VideoOff, Video } from "lucide";
import { useState } from "preact/hooks";
import { Avatar, Pill } from "../../components/Badge";
import { Button, IconButton } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { t } from "../../i18n";
import type { Participant } from "../../wire/generated";
import { personOf, useRoom } from "./model";
import { may } from "./rights";
import { handQueue } from "./Tiles";

export function Members() {
  const room = useRoom();
  const state = room.state.value;
  const hands = handQueue(state);
  const [removed, setRemoved] = useState<Participant | null>(null);
  const others = room.session.people.filter(
    (person) => !state.participants.some((one) => one.accountId === person.accountId),
  );
  return (
    <div class="members">
      <ul>
        {state.participants.map((one) => (
          <Member
            key={one.participantId}
            participant={one}
            handPlace={hands.indexOf(one.participantId) + 1}
            onRemove={() => setRemoved(one)}
          />
        ))}
      </ul>
      {others.length > 0 && <h3>{t("room.notHere")}</h3>}
      <ul>
        {others.map((person) => (
          <li class="member faint" key={person.name}>
            <Avatar name={person.name} />
            <span class="grow clip">
              {person.name} <span class="xs">{person.facilityName}</span>
            </span>
            <span class="xs">{t(`room.role_${person.role}`)}</span>
          </li>
        ))}
      </ul>
      {removed && <RemoveDialog participant={removed} onClose={() => setRemoved(null)} />}
    </div>
  );
}

interface MemberProps {
  readonly participant: Participant;
  readonly handPlace: number;
  readonly onRemove: () => void;
}

function Member({ participant, handPlace, onRemove }: MemberProps) {
  const room = useRoom();
  const { participantId, displayName, devices } = participant;
  const { presenter } = room.state.value;
  const role = personOf(room.state.value, room.ownId)?.role ?? null;
  const isOwn = participantId === room.ownId;
  const isHolder = presenter.holderId === participantId;
  const mayGrant = (presenter.holderId === room.ownId || may(role, "moderate")) && may(participant.role, "present");
  return (
    <li class="member" data-testid="member" data-participant={participantId}>
      <Avatar name={displayName} />
      <div class="grow">
        <div class="clip b">{isOwn ? `${displayName} (${t("room.me")})` : displayName}</div>
        <div class="xs faint clip">
          {t(`room.role_${participant.role}`)} · {participant.facilityName}
        </div>
      </div>
      {handPlace > 0 && (
        <Pill tone="warn">
          <Icon of={Hand} size={12} label={t("room.handRaised")} /> {handPlace}
        </Pill>
      )}
      {isHolder && <Pill tone="brand">{t("room.presenting")}</Pill>}
      <Icon of={devices.camera === "on" ? Video : VideoOff} size={14} label={t(`room.camera_${devices.camera}`)} />
      <Icon of={devices.microphone === "on" ? Mic : MicOff} size={14} label={t(`room.mic_${devices.microphone}`)} />
      {mayGrant && !isHolder && !isOwn && (
        <IconButton
          of={Presentation}
          label={t("room.grantTo", { name: displayName })}
          testId="presenter-grant"
          onClick={() => void room.act({ type: "presenter.grant", participantId, epoch: presenter.epoch })}
        />
      )}
      {may(role, "moderate") && !isOwn && (
        <IconButton of={UserX} label={t("room.removeFrom", { name: displayName })} onClick={onRemove} />
      )}
    </li>
  );
}

function RemoveDialog({ participant, onClose }: { readonly participant: Participant; readonly onClose: () => void }) {
  const room = useRoom();
  const remove = async () => {
    await room.act({ type: "participant.remove", participantId: participant.participantId });
    onClose();
  };
  return (
    <Dialog
      title={t("room.removeTitle", { name: participant.displayName })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {t("room.remove")}
          </Button>
        </>
      }
    >
      <p>{t("room.removeText")}</p>
    </Dialog>
  );
}

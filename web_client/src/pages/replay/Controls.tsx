import { FastForward, Pause, Play, Rewind, SkipBack, SkipForward, Volume2, VolumeX } from "lucide";
import { useEffect } from "preact/hooks";
import { Button, IconButton } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Menu } from "../../components/Menu";
import { t } from "../../i18n";
import { running } from "../../i18n/format";
import { listenForKeys } from "../../state/shortcuts";
import type { Happening } from "./happenings";
import { lastBefore } from "./lanes";
import { RATES } from "./player";
import { useReplay } from "./replay_model";

const STEP_MS = 15_000;
/** "The event before" means the one before this one, also just after it began. */
const NEAR_MS = 1500;

/** Everything that moves the position. */
export function Controls({ of }: { readonly of: readonly Happening[] }) {
  const { player, scale } = useReplay();
  const goTo = (found: Happening | undefined) => found && player.seek(found.mediaMs);
  const before = () => goTo(of[lastBefore(of, player.atMs.peek() - NEAR_MS)]);
  const after = () => goTo(of.find((one) => one.mediaMs > player.atMs.peek() + 1));
  useEffect(
    () =>
      listenForKeys(() => ({
        k: () => player.toggle(),
        j: () => player.step(-STEP_MS),
        l: () => player.step(STEP_MS),
        ",": before,
        ".": after,
      })),
    [player, of],
  );
  const isPlaying = player.isPlaying.value;
  return (
    <div class="replay-controls">
      <div class="row">
        <Clock />
        <Button
          icon={FastForward}
          look="ghost"
          isPressed={player.skipsSilence.value}
          onClick={() => player.setSkipsSilence(!player.skipsSilence.value)}
          testId="replay-skip-silence"
        >
          <span class="hide-narrow">{t("replay.skipSilence")}</span>
        </Button>
      </div>
      <div class="row">
        <IconButton of={SkipBack} label={t("replay.eventBefore")} onClick={before} />
        <Button look="ghost" label={t("replay.backward")} onClick={() => player.step(-STEP_MS)} testId="replay-back">
          <Icon of={Rewind} size={18} />
          <span class="num">15</span>
        </Button>
        <button
          type="button"
          class="replay-play"
          aria-label={isPlaying ? t("replay.pause") : t("replay.play")}
          data-testid="replay-play"
          data-playing={isPlaying}
          disabled={scale.endMs <= scale.startMs}
          onClick={() => player.toggle()}
        >
          <Icon of={isPlaying ? Pause : Play} size={20} />
        </button>
        <Button look="ghost" label={t("replay.forward")} onClick={() => player.step(STEP_MS)} testId="replay-forward">
          <span class="num">15</span>
          <Icon of={FastForward} size={18} />
        </Button>
        <IconButton of={SkipForward} label={t("replay.eventAfter")} onClick={after} />
      </div>
      <div class="row end">
        <Speed />
        <IconButton
          of={player.isMuted.value ? VolumeX : Volume2}
          label={player.isMuted.value ? t("replay.unmute") : t("replay.mute")}
          isPressed={player.isMuted.value}
          onClick={() => player.setMuted(!player.isMuted.value)}
        />
      </div>
    </div>
  );
}

function Clock() {
  const { player, scale } = useReplay();
  const at = player.atMs.value - scale.startMs;
  return (
    <span class="num replay-clock" data-testid="replay-clock" data-ms={Math.round(player.atMs.value)}>
      <b>{running(at)}</b> <span class="faint">/ {running(scale.endMs - scale.startMs)}</span>
    </span>
  );
}

function Speed() {
  const { player } = useReplay();
  return (
    <Menu
      label={t("replay.speed", { rate: player.rate.value })}
      button={<span class="num">{player.rate.value}×</span>}
      buttonClass="btn ghost"
      place="up"
      items={RATES.map((rate) => ({
        label: `${rate}×`,
        isChecked: rate === player.rate.value,
        run: () => player.setRate(rate),
      }))}
      testId="replay-speed"
    />
  );
}

"""Draws docs/state-machines.md from the tables of the domain: `python -m docs.draw_state_machines`.

The drawing cannot go stale: a test compares the file with what this module draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from telemed.domain.consultation_states import TRANSITIONS, State
from telemed.domain.invitation import INVITATION_TRANSITIONS, InvitationState
from telemed.domain.live_session import SESSION_TRANSITIONS, SessionState
from telemed.domain.opinion import OPINION_TRANSITIONS, OpinionState
from telemed.domain.recording import RECORDING_TRANSITIONS, RecordingState

PAGE = Path(__file__).with_name("state-machines.md")
HEAD = """# State machines

Drawn by `python -m docs.draw_state_machines` from the tables in `telemed/domain`; a test fails when this
page is stale. A step that is not drawn is refused with the code `step_not_allowed` and the state
that stood in the way. Who may take a step is said in `telemed/domain/access.py`.
"""

CHINESE: dict[Enum, str] = {
    State.DRAFT: "草稿", State.SUBMITTED: "已提交", State.RETURNED: "退回补充", State.ACCEPTED: "已受理",
    State.OFFERED: "待专家应答",
    State.SCHEDULED: "已安排", State.IN_SESSION: "会诊中", State.SUSPENDED: "中断",
    State.AWAITING_OPINION: "待出意见", State.OPINION_ISSUED: "已出意见", State.ACKNOWLEDGED: "已确认",
    State.CLOSED: "已办结", State.CANCELLED: "已取消", State.REJECTED: "已拒绝", State.TRANSFERRED: "已转出",
    State.NO_SHOW: "爽约", State.EXPIRED: "已超时关闭", State.VOIDED: "作废",
    InvitationState.OFFERED: "待应答", InvitationState.ACCEPTED: "已接受", InvitationState.DECLINED: "已拒绝",
    InvitationState.DELEGATED: "已转派", InvitationState.TIMED_OUT: "超时",
    InvitationState.CLAIMED_BY_OTHER: "已被他人接诊", InvitationState.PREREADING: "已阅资料",
    InvitationState.JOINED: "已入会", InvitationState.LEFT: "已离会", InvitationState.OPINION_DRAFT: "草拟中",
    InvitationState.SIGNED: "已签名", InvitationState.REMOVED: "已移出", InvitationState.CANCELLED: "已取消",
    OpinionState.DRAFT: "草稿", OpinionState.IN_REVIEW: "待合议", OpinionState.SIGNED: "已签名",
    OpinionState.ISSUED: "已发布", OpinionState.RETRACTED: "已撤回",
    SessionState.PLANNED: "已安排", SessionState.LOBBY_OPEN: "候诊开放", SessionState.LIVE: "进行中",
    SessionState.DEGRADED: "弱网", SessionState.ENDING: "结束中", SessionState.ENDED: "已结束",
    SessionState.ABORTED: "已中止",
    RecordingState.OFF: "未录制",
    RecordingState.CONSENT_PENDING: "待同意", RecordingState.RECORDING: "录制中",
    RecordingState.PAUSED: "已暂停", RecordingState.FINALISING: "整理中", RecordingState.AVAILABLE: "可回放",
    RecordingState.ARCHIVED: "已归档", RecordingState.ON_HOLD: "封存", RecordingState.DELETED: "已删除",
    RecordingState.FAILED: "失败",
}  # fmt: skip


@dataclass(frozen=True)
class Drawing:
    """A machine with its name and where it begins."""

    title: str
    module: str
    begins: Enum
    table: Mapping[tuple[Enum, Enum], Enum]


DRAWINGS = (
    Drawing("Consultation request 会诊单", "consultation_states", State.DRAFT, TRANSITIONS),  # type: ignore[arg-type]  # narrower enums
    Drawing("Invitation 会诊邀请", "invitation", InvitationState.OFFERED, INVITATION_TRANSITIONS),  # type: ignore[arg-type]  # narrower enums
    Drawing("Opinion 会诊意见", "opinion", OpinionState.DRAFT, OPINION_TRANSITIONS),  # type: ignore[arg-type]  # narrower enums
    Drawing("Session 会诊会话", "live_session", SessionState.PLANNED, SESSION_TRANSITIONS),  # type: ignore[arg-type]  # narrower enums
    Drawing("Recording 会诊录像", "recording", RecordingState.OFF, RECORDING_TRANSITIONS),  # type: ignore[arg-type]  # narrower enums
)


def draw() -> str:
    """Draw every machine."""
    return "\n".join([HEAD, *(_section(drawing) for drawing in DRAWINGS)])


def _section(drawing: Drawing) -> str:
    states = list(type(drawing.begins))
    arrows: dict[tuple[Enum, Enum], list[str]] = {}
    for (before, step), after in drawing.table.items():
        arrows.setdefault((before, after), []).append(str(step.value))
    lines = [f"## {drawing.title}", "", f"`telemed/domain/{drawing.module}.py`", "", "```mermaid"]
    lines += ["stateDiagram-v2", f"    [*] --> {drawing.begins.value}"]
    lines += [f"    {state.value} : {state.value} {CHINESE[state]}" for state in states]
    lines += [f"    {a.value} --> {b.value} : {', '.join(steps)}" for (a, b), steps in arrows.items()]
    ends = [state for state in states if all(before is not state for before, _ in drawing.table)]
    lines += [f"    {state.value} --> [*]" for state in ends]
    return "\n".join([*lines, "```", ""])


if __name__ == "__main__":
    PAGE.write_text(draw(), encoding="utf-8")

"""Proves the chains: `python -m telemed.audit verify [--database URL]`.

Checks the audit trail, every session log and every signed opinion, and prints the head of the trail. Note the
head down outside the system: a trail that was cut at its end is found only by comparing with such a note.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.config import SettingsRefused, read_settings
from telemed.domain.audit import GENESIS, event_hash
from telemed.domain.errors import TelemedError
from telemed.domain.session_log import first_break
from telemed.services.opinions import problem_of
from telemed.storage.uow import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.storage.work import Work

WRONG = 1
UNUSABLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What verification found. `problems` is empty when everything is as it was written."""

    events: int
    head_hash: str
    session_logs: int
    opinion_versions: int
    problems: tuple[str, ...]


async def verify(database: Database) -> Finding:
    """Check every chain and signature of a store."""
    async with database.reading() as work:
        events, head_hash, problems = await _verify_trail(work)
        sessions = await work.session_log.session_ids()
        for session_id in sessions:
            broken = first_break(await work.session_log.read(session_id))
            if broken is not None:
                problems.append(f"session log {session_id} breaks at entry {broken}")
        versions = [(o, v) for o in await work.opinions.all_signed() for v in o.versions]
        for opinion, version in versions:
            problem = await problem_of(work, opinion, version)
            if problem:
                what = f"opinion {opinion.id} version {version.number}"
                problems.append(f"{what} is not what was signed: {problem}")
    return Finding(
        events=events,
        head_hash=head_hash,
        session_logs=len(sessions),
        opinion_versions=len(versions),
        problems=tuple(problems),
    )


async def _verify_trail(work: Work) -> tuple[int, str, list[str]]:
    seq, prev_hash = 0, GENESIS
    async for record in work.audit.chain():
        seq += 1
        fits = record.seq == seq and record.prev_hash == prev_hash
        if not fits or record.hash != event_hash(seq, record.event, prev_hash):
            return seq, prev_hash, [f"the audit trail breaks at event {seq}"]
        prev_hash = record.hash
    if (seq, prev_hash) != await work.audit.head():
        return seq, prev_hash, [f"the audit trail ends at event {seq}, its head says otherwise"]
    return seq, prev_hash, []


def report(finding: Finding) -> str:
    """Say what was found, for people."""
    lines = [
        f"audit trail: {finding.events} events, head {finding.head_hash}",
        f"session logs: {finding.session_logs}",
        f"signed opinion versions: {finding.opinion_versions}",
        *(f"PROBLEM: {problem}" for problem in finding.problems),
        "verified" if not finding.problems else "NOT VERIFIED",
    ]
    return "\n".join(lines)


async def _run(url: str) -> int:
    database = Database.open(url)
    try:
        finding = await verify(database)
    finally:
        await database.close()
    sys.stdout.write(report(finding) + "\n")
    return WRONG if finding.problems else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 verified, 1 not verified, 2 not usable."""
    parser = argparse.ArgumentParser(prog="python -m telemed.audit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify", help="check every chain and signature")
    verifying.add_argument("--database", help="URL; the one of the settings unless given")
    chosen = parser.parse_args(arguments)
    try:
        return asyncio.run(_run(chosen.database or read_settings(None).database_url))
    except (TelemedError, SettingsRefused) as error:
        sys.stderr.write(f"telemed: {error}\n")
        return UNUSABLE


if __name__ == "__main__":
    raise SystemExit(main())

"""Runs commands one after the other, shows what they print, and closes with one line for each.

Only the standard library is used: manage.py loads this before it knows what is installed.
"""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from pathlib import Path


class Runner(NamedTuple):
    """One command of the checks or tests."""

    name: str
    command: list[str]
    folder: Path


class Result(NamedTuple):
    """How a runner ended."""

    name: str
    code: int
    closing: str


def say(text: str) -> None:
    """Tell the person at the terminal what happens now."""
    print(f"telemed: {text}", flush=True)


def run_all(runners: list[Runner], environment: dict[str, str]) -> list[Result]:
    """Run each to its end, whatever the others did."""
    return [run_one(runner, environment) for runner in runners]


def run_one(runner: Runner, environment: dict[str, str]) -> Result:
    """Run one command, showing its output as it comes."""
    say(f"--- {runner.name}")
    start = time.monotonic()
    closing = ""
    with subprocess.Popen(
        runner.command,
        cwd=runner.folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            closing = line.strip() or closing
    say(f"--- {runner.name}: exit {process.returncode} after {time.monotonic() - start:.0f} s")
    return Result(runner.name, process.returncode, closing)


def finish(results: list[Result]) -> NoReturn:
    """Print each runner's closing line once more and end with the verdict."""
    print(flush=True)
    for result in results:
        say(f"{'ok    ' if result.code == 0 else 'FAILED'} {result.name}: {result.closing}")
    failed = [result.name for result in results if result.code != 0]
    if failed:
        say(f"failed: {', '.join(failed)}")
    raise SystemExit(1 if failed else 0)

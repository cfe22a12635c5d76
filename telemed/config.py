"""Settings: read once at start from a TOML file and the environment, checked, then passed on by parts."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT_PREFIX = "TELEMED_"

Port = Annotated[int, Meta(ge=0, le=65535)]
Seconds = Annotated[float, Meta(gt=0)]
Count = Annotated[int, Meta(ge=1)]


class SettingsRefused(Exception):
    """The settings cannot be used; the text names the option and the remedy."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the settings file."""


class Http(Part, frozen=True):
    """Where browsers reach the service."""

    host: str = ""
    """Address to listen on. Empty: 127.0.0.1 without a certificate, every address with one."""
    port: Port = 8080
    """TCP port; the media plane takes the same number over UDP unless media.port says otherwise."""
    certificate: str = ""
    """PEM file with the certificate chain; empty serves plain HTTP (cameras then work on localhost only)."""
    private_key: str = ""
    """PEM file with the key of the certificate."""
    origins: tuple[str, ...] = ()
    """Further origins whose pages may call this server, such as https://hz.example.cn behind a proxy."""


class Store(Part, frozen=True):
    """Where committed data lives."""

    data_dir: str = "var"
    """Directory for the embedded database, files, recordings and keys."""
    database_url: str = ""
    """SQLAlchemy URL; empty is SQLite under data_dir, else postgresql+asyncpg://user:password@host/name."""
    redis_url: str = ""
    """Redis for leases and login throttling when several processes serve; empty keeps them in the process."""


class MediaPart(Part, frozen=True):
    """The selective forwarding unit."""

    port: Port = 0
    """UDP port for all calls; 0 takes the number of http.port."""
    public_addresses: tuple[str, ...] = ()
    """Addresses that browsers are told; empty takes those of this host's interfaces."""


class SignIn(Part, frozen=True):
    """Browser sessions."""

    idle_s: Seconds = 4 * 3600.0
    """Seconds without a request after which a browser must sign in again."""
    absolute_s: Seconds = 14 * 3600.0
    """Seconds after sign-in after which a browser must sign in again in any case."""


class Uploads(Part, frozen=True):
    """Files that users bring."""

    file_limit_mb: Count = 2048
    """Largest single file, in MiB."""
    case_limit_mb: Count = 8192
    """All files of one case together, in MiB."""
    expiry_s: Seconds = 24 * 3600.0
    """Seconds after which an unfinished upload is removed."""


class Logging(Part, frozen=True):
    """What the server says on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """debug, info, warning or error."""
    json: bool = False
    """One JSON object a line, for log collectors; otherwise lines for people."""


class Settings(Part, frozen=True):
    """Everything an operator can choose; config.example.toml lists each option."""

    http: Http = Http()
    store: Store = Store()
    media: MediaPart = MediaPart()
    sign_in: SignIn = SignIn()
    uploads: Uploads = Uploads()
    logging: Logging = Logging()

    @property
    def data_dir(self) -> Path:
        """Directory for everything that the embedded store keeps."""
        return Path(self.store.data_dir)

    @property
    def database_url(self) -> str:
        """The database to open, embedded or not."""
        return self.store.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'telemed.sqlite'}"

    @property
    def host(self) -> str:
        """Address to listen on: cameras work over plain HTTP on localhost only, so nothing else is opened."""
        return self.http.host or ("0.0.0.0" if self.http.certificate else "127.0.0.1")  # noqa: S104

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by HTTPS, here or at a proxy."""
        return bool(self.http.certificate) or any(name.startswith("https:") for name in self.http.origins)

    @property
    def media_port(self) -> int:
        """UDP port of the media plane."""
        return self.media.port or self.http.port


def read_settings(file: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the TOML file, if one is named, and lay TELEMED_<TABLE>_<OPTION> variables over it.

    Raises SettingsRefused, naming the option, when a value or a name cannot be used.
    """
    raw: dict[str, dict[str, object]] = {}
    if file is not None:
        raw = _tables(file)
    for table, option, text in _overrides(environment):
        raw.setdefault(table, {})[option] = tuple(text.split(",")) if _is_list(table, option) else text
    try:
        settings = msgspec.convert(raw, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsRefused(f"{error}. See config.example.toml for every option.") from None
    if bool(settings.http.certificate) != bool(settings.http.private_key):
        raise SettingsRefused("http.certificate and http.private_key belong together: set both or neither.")
    return settings


def _tables(file: Path) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsRefused(f"There is no settings file {file}: name one that exists, or none.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(f"{file} is not valid TOML: {error}.") from None


def _overrides(environment: Mapping[str, str]) -> list[tuple[str, str, str]]:
    found = []
    for part in msgspec.structs.fields(Settings):
        for option in msgspec.structs.fields(part.type):
            text = environment.get(f"{ENVIRONMENT_PREFIX}{part.name}_{option.name}".upper())
            if text is not None:
                found.append((part.name, option.name, text))
    return found


def _is_list(table: str, option: str) -> bool:
    defaults = getattr(getattr(Settings(), table), option)
    return isinstance(defaults, tuple)

"""The settings file, the example and the class agree, and a bad value names itself."""

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from telemed.config import Settings, SettingsRefused, read_settings

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"


def test_the_example_lists_every_option_with_its_default() -> None:
    defaults = json.loads(msgspec.json.encode(Settings()))
    assert tomllib.loads(EXAMPLE.read_text(encoding="utf-8")) == defaults


def test_an_unknown_option_is_named(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[http]\nprot = 1\n")
    with pytest.raises(SettingsRefused, match="prot"):
        read_settings(file, {})


def test_a_port_out_of_range_is_named() -> None:
    with pytest.raises(SettingsRefused, match=r"http\.port"):
        read_settings(None, {"TELEMED_HTTP_PORT": "70000"})


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[http]\nport = 1\n")
    settings = read_settings(
        file, {"TELEMED_HTTP_PORT": "9090", "TELEMED_HTTP_ORIGINS": "https://a,https://b"}
    )
    assert (settings.http.port, settings.http.origins) == (9090, ("https://a", "https://b"))


def test_a_certificate_without_its_key_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="private_key"):
        read_settings(None, {"TELEMED_HTTP_CERTIFICATE": "a.pem"})


def test_plain_http_listens_on_this_machine_only() -> None:
    assert read_settings(None, {}).host == "127.0.0.1"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match=r"absent\.toml"):
        read_settings(tmp_path / "absent.toml", {})

"""Every answer carries the headers that keep foreign code and foreign frames out."""

from __future__ import annotations

from aiohttp.test_utils import make_mocked_request

from telemed.http.headers import FIXED, content_security_policy, protect


def test_no_inline_script_and_no_foreign_source_is_allowed() -> None:
    policy = content_security_policy("hz.example:8443")
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "*" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_live_socket_of_this_host_may_be_reached() -> None:
    assert "connect-src 'self' ws://hz.example:8443 wss://hz.example:8443" in content_security_policy(
        "hz.example:8443"
    )


def test_a_strange_host_header_cannot_widen_the_policy() -> None:
    assert "evil" not in content_security_policy("a; script-src evil")


def test_a_handler_keeps_the_headers_it_set() -> None:
    request = make_mocked_request("GET", "/")
    added = protect(request, {"Cache-Control": "private"}, is_secure=False)
    assert "Cache-Control" not in added
    assert set(FIXED) <= set(added)


def test_only_a_secure_service_asks_for_https_for_ever() -> None:
    request = make_mocked_request("GET", "/")
    assert "Strict-Transport-Security" in protect(request, {}, is_secure=True)
    assert "Strict-Transport-Security" not in protect(request, {}, is_secure=False)

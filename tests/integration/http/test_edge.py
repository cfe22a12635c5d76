"""The edge over a real socket: the gate, the shape of errors, headers, the client's files."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from telemed.domain.errors import SlotTaken, StoreBroken, TooManyTries
from telemed.domain.roles import Role
from telemed.http.exchange import read_body, reply
from telemed.http.openapi import describe
from telemed.http.registry import Extension, TableBroken
from telemed.wire.http_account import SignIn
from telemed.wire.http_admin import Health
from telemed.wire.routes import ROUTES, Reach, Route
from tests.support.edge import MARK, done, edge_with, signed_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from aiohttp import web
    from aiohttp.test_utils import TestClient

    Browser = TestClient[web.Request, web.Application]
    Start = Callable[[web.Application], Awaitable[Browser]]

OWN = [route for route in ROUTES if route.provider == "telemed"]
RECORDINGS = Extension(
    provider="recordings",
    handlers={route.name: done for route in ROUTES if route.provider == "recordings"},
)
ID = "01890000-0000-7000-8000-000000000000"


def address(route: Route) -> str:
    path = route.path
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + "1" + path[end + 1 :]
    return path


@pytest.fixture
async def browser(aiohttp_client: Start, tmp_path: Path) -> Browser:
    return await aiohttp_client(edge_with(tmp_path, extensions=[RECORDINGS]))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_each_role_passes_the_gate_only_where_the_table_says(browser: Browser, route: Route) -> None:
    for role in Role:
        answer = await browser.request(route.method, address(route), headers=signed_in(role.value))
        is_expected = role in route.access.roles or route.access.reach is Reach.OPEN
        assert answer.status == (299 if is_expected else 403), role


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_nobody_passes_only_open_routes(browser: Browser, route: Route) -> None:
    for headers in (MARK, signed_in("stranger"), {"Authorization": "Bearer nonsense"}):
        answer = await browser.request(route.method, address(route), headers=headers)
        assert answer.status == (299 if route.access.reach is Reach.OPEN else 401)


@pytest.mark.parametrize(
    "route",
    [route for route in OWN if route.method not in {"GET", "HEAD", "OPTIONS"}],
    ids=lambda route: route.name,
)
async def test_a_forged_request_changes_nothing(browser: Browser, route: Route) -> None:
    role = next(iter(route.access.roles), Role.COORDINATOR).value
    cookie = {"Cookie": f"telemed={role}"}
    for forged in (
        cookie,
        {**cookie, **MARK, "Origin": "https://evil.example"},
        {**cookie, **MARK, "Sec-Fetch-Site": "cross-site"},
    ):
        answer = await browser.request(route.method, address(route), headers=forged)
        assert answer.status == 403
        assert (await answer.json())["code"] in {"origin_refused", "mark_missing"}


async def test_a_machine_needs_its_token_and_no_mark(browser: Browser) -> None:
    headers = {"Authorization": "Bearer machine-requesting_doctor"}
    assert (await browser.post("/api/consultations", headers=headers)).status == 299
    assert (await browser.get("/api/audit", headers=headers)).status == 403


def test_the_description_names_exactly_what_is_registered(tmp_path: Path) -> None:
    document = json.loads(json.dumps(describe(OWN, "1")))
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    registered = {
        (entry.method, entry.resource.canonical)
        for entry in edge_with(tmp_path).router.routes()
        if entry.resource is not None and entry.resource.canonical != "/{path}"
    }
    assert described == registered


async def test_every_answer_carries_the_protecting_headers(browser: Browser) -> None:
    for path in ("/api/me", "/healthz", "/nothing.js", "/api/nothing", "/"):
        headers = (await browser.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert len(headers["X-Request-Id"]) == 16
        assert "Server" not in headers


async def test_nothing_of_the_interface_is_kept_by_the_browser(browser: Browser) -> None:
    answer = await browser.get("/api/worklist", headers=signed_in("coordinator"))
    assert answer.headers["Cache-Control"] == "no-store"


async def check(answer_to: Awaitable[web.StreamResponse]) -> web.StreamResponse:
    return await answer_to


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (SlotTaken(), 409, "slot_taken"),
        (StoreBroken("the disk is full"), 500, "store_broken"),
        (TooManyTries(3.2), 429, "too_many_tries"),
        (RuntimeError("刘建国"), 500, "broken"),
        (TimeoutError(), 503, "too_slow"),
    ],
)
async def test_what_goes_wrong_has_one_shape(
    aiohttp_client: Start, tmp_path: Path, error: Exception, status: int, code: str
) -> None:
    async def fails(_request: web.Request) -> web.StreamResponse:
        raise error

    browser = await aiohttp_client(edge_with(tmp_path, {"health": fails}))
    answer = await browser.get("/healthz")
    body = await answer.json()
    assert (answer.status, body["code"]) == (status, code)
    assert set(body) == {"code", "message", "field", "remedy", "state"}
    assert "刘建国" not in await answer.text()
    assert answer.headers.get("Retry-After") == ("3" if status == 429 else None)


async def test_a_path_or_method_that_is_not_there_has_the_same_shape(browser: Browser) -> None:
    missing = await browser.get("/api/nothing")
    assert (missing.status, (await missing.json())["code"]) == (404, "not_found")
    wrong = await browser.put("/api/me", headers=MARK)
    assert (wrong.status, (await wrong.json())["code"]) == (405, "method_not_allowed")


@pytest.fixture
async def reader(aiohttp_client: Start, tmp_path: Path) -> Browser:
    async def read(request: web.Request) -> web.StreamResponse:
        await read_body(request, SignIn)
        return reply(Health(status="ok", version="1"))

    return await aiohttp_client(edge_with(tmp_path, {"signIn": read}))


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b'{"login": "a", "password": "b"}', 200, None, None),
        (b'{"login": "a"}', 422, "body_invalid", "password"),
        (b'{"login": "a", "password": "b", "admin": true}', 422, "body_invalid", "admin"),
        (b'{"login": 3, "password": "b"}', 422, "body_invalid", "login"),
        (b"{", 400, "not_json", None),
        (b"\xff\xfe", 400, "not_json", None),
        (b"[" * 100_000, 422, "body_invalid", None),
        (b'{"login": "' + b"a" * 1_100_000 + b'"}', 413, "body_too_large", None),
    ],
    ids=["good", "missing", "unknown", "type", "cut", "bytes", "nested", "large"],
)
async def test_a_body_is_decoded_strictly(
    reader: Browser, body: bytes, status: int, code: str | None, field: str | None
) -> None:
    answer = await reader.post(
        "/api/sign-in", data=io.BytesIO(body), headers={**MARK, "Content-Type": "application/json"}
    )
    said = await answer.json()
    assert (answer.status, said.get("code"), said.get("field")) == (status, code, field)


async def test_a_form_of_another_site_cannot_pass_for_json(reader: Browser) -> None:
    answer = await reader.post("/api/sign-in", data=b"{}", headers={**MARK, "Content-Type": "text/plain"})
    assert answer.status == 415


def test_a_route_without_handler_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(TableBroken, match="recordings"):
        edge_with(tmp_path, extensions=[Extension(provider="recordings")])


def test_a_handler_without_route_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(TableBroken, match="backDoor"):
        edge_with(tmp_path, {"backDoor": done})


def test_a_path_that_enters_by_another_door_does_not_start(tmp_path: Path) -> None:
    def mount(app: web.Application) -> None:
        app.router.add_get("/back-door", done)

    with pytest.raises(TableBroken, match="back-door"):
        edge_with(tmp_path, extensions=[Extension(provider="live", mount=mount)])
    edge_with(tmp_path, extensions=[Extension(provider="live", mount=mount, guarded_paths=("/back-door",))])


@pytest.fixture
def built(tmp_path: Path) -> Path:
    assets = tmp_path / "dist" / "assets"
    assets.mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<title>page</title>")
    (assets / "main-Abcd1234.js").write_text("let a")
    (assets / "main-Abcd1234.js.gz").write_bytes(gzip.compress(b"let a"))
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "dist"


async def test_hashed_assets_are_kept_for_ever_and_come_compressed(
    aiohttp_client: Start, built: Path
) -> None:
    browser = await aiohttp_client(edge_with(built))
    answer = await browser.get("/assets/main-Abcd1234.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.status, await answer.text()) == (200, "let a")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/cases/1", "/sign-in"])
async def test_every_page_is_the_one_page_and_is_asked_for_again(
    aiohttp_client: Start, built: Path, path: str
) -> None:
    browser = await aiohttp_client(edge_with(built))
    answer = await browser.get(path)
    assert await answer.text() == "<title>page</title>"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/none-Abcd1234.js", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a.php"]
)
async def test_a_file_that_is_not_of_the_build_is_not_there(
    aiohttp_client: Start, built: Path, path: str
) -> None:
    browser = await aiohttp_client(edge_with(built))
    answer = await browser.get(path)
    assert "secret" not in await answer.text()
    assert answer.status == 404


async def test_without_a_build_the_page_says_what_to_do(browser: Browser) -> None:
    answer = await browser.get("/")
    assert answer.status == 503
    assert "manage.py run" in await answer.text()


async def test_over_https_the_cookie_name_binds_to_the_host(aiohttp_client: Start, tmp_path: Path) -> None:
    browser = await aiohttp_client(edge_with(tmp_path, is_secure=True))
    plain = await browser.get("/api/me", headers=signed_in("coordinator"))
    bound = await browser.get("/api/me", headers=signed_in("coordinator", is_secure=True))
    assert (plain.status, bound.status) == (401, 299)
    assert "max-age" in bound.headers["Strict-Transport-Security"]


async def test_a_handler_that_hangs_is_given_up(
    aiohttp_client: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telemed.http.registry.HANDLER_TIMEOUT_S", 0.05)

    async def hangs(_request: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    browser = await aiohttp_client(edge_with(tmp_path, {"health": hangs}))
    answer = await browser.get("/healthz")
    assert (answer.status, (await answer.json())["code"]) == (503, "too_slow")

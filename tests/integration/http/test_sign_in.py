"""Signing in and out as a browser does, with the real accounts behind the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.region import PASSWORD

if TYPE_CHECKING:
    from aiohttp import ClientResponse

    from tests.integration.http.conftest import World

MARK = {"X-Telemed": "1"}


async def sign_in(world: World, login: str = "doctor", password: str = PASSWORD) -> ClientResponse:
    return await world.browser.post("/api/sign-in", json={"login": login, "password": password}, headers=MARK)


async def test_a_session_begins_with_a_cookie_that_scripts_cannot_read(front_door: World) -> None:
    answer = await sign_in(front_door)
    me = await answer.json()
    assert (answer.status, me["login"], me["roles"]) == (200, "doctor", ["requesting_doctor"])
    offered = {"worklist", "new_case", "calendar", "recordings", "cases", "facilities", "figures"}
    assert set(me["areas"]) == offered
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("telemed=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    again = await front_door.browser.get("/api/me")
    assert (again.status, (await again.json())["displayName"]) == (200, "doctor")


async def test_signing_out_ends_the_session_and_empties_the_cache(front_door: World) -> None:
    token = (await sign_in(front_door)).cookies["telemed"].value
    out = await front_door.browser.post("/api/sign-out", headers=MARK)
    assert out.status == 204
    assert out.headers["Clear-Site-Data"] == '"cache"'
    stolen = await front_door.browser.get("/api/me", headers={"Cookie": f"telemed={token}"})
    assert (stolen.status, (await stolen.json())["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(("login", "password"), [("doctor", "wrong"), ("nobody", PASSWORD)])
async def test_name_and_password_are_refused_alike(front_door: World, login: str, password: str) -> None:
    answer = await sign_in(front_door, login, password)
    assert (answer.status, (await answer.json())["code"]) == (403, "sign_in_refused")
    assert "Set-Cookie" not in answer.headers


async def test_guessing_is_slowed_down(front_door: World) -> None:
    answers = [await sign_in(front_door, "doctor", f"guess {number}") for number in range(12)]
    assert answers[-1].status == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


async def test_a_new_password_needs_the_old_one(front_door: World) -> None:
    await sign_in(front_door)

    async def change(**body: str) -> ClientResponse:
        return await front_door.browser.patch("/api/me", json=body, headers=MARK)

    without = await change(newPassword="a longer secret")
    assert (without.status, (await without.json())["field"]) == (422, "currentPassword")
    wrong = await change(currentPassword="wrong", newPassword="a longer secret")
    assert (wrong.status, (await wrong.json())["code"]) == (403, "step_up_refused")
    assert (await change(currentPassword=PASSWORD, newPassword="a longer secret")).status == 200
    assert (await sign_in(front_door, password="a longer secret")).status == 200


async def test_a_choice_for_the_pages_is_kept(front_door: World) -> None:
    await sign_in(front_door)
    await front_door.browser.patch("/api/me", json={"language": "en", "theme": "reading"}, headers=MARK)
    me = await (await front_door.browser.get("/api/me")).json()
    assert (me["language"], me["theme"]) == ("en", "reading")


async def test_a_machine_signs_in_with_its_token(front_door: World) -> None:
    token = await front_door.services.accounts.issue_machine_token("doctor", "script")
    headers = {"Authorization": f"Bearer {token}"}
    answer = await front_door.browser.get("/api/me", headers=headers)
    assert (answer.status, (await answer.json())["sessionExpiresAt"]) == (200, None)
    forged = await front_door.browser.get("/api/me", headers={"Authorization": f"Bearer {token}x"})
    assert forged.status == 401

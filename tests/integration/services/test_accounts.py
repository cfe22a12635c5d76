"""Signing in, staying in, being thrown out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from telemed.domain.errors import (
    AccessRefused,
    AlreadyExists,
    FieldInvalid,
    NotSignedIn,
    SignInRefused,
    StaleVersion,
    StepUpRefused,
    TooManyTries,
)
from telemed.domain.listing import Paging
from telemed.domain.people import Language, Preferences, Theme
from telemed.domain.roles import Role
from telemed.services.staff import NewUser, UserChange, UserFilter
from tests.support.clinic import PASSWORD

if TYPE_CHECKING:
    from telemed.services.staff import UserView
    from tests.support.clinic import Clinic

NEW = "another long password"


def change(view: UserView, *, is_active: bool = True, password: str | None = None) -> UserChange:
    """Describe an account as it stands, but for what is named."""
    return UserChange(
        display_name=view.account.display_name,
        roles=view.account.roles,
        is_active=is_active,
        title="主任医师",
        specialities=("心内科",),
        new_password=password,
    )


async def user(clinic: Clinic, login: str) -> UserView:
    """Find an account as the administrator sees it."""
    page = await clinic.services.directory.users(clinic["region"], UserFilter(text=login), Paging())
    return page.items[0]


async def test_a_session_idles_out_and_ends_in_any_case(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    signed = await accounts.sign_in(" DOCTOR ", PASSWORD, "10.0.0.3")
    for _ in range(4):
        clinic.clock.move(timedelta(hours=3, minutes=29))
        if clinic.clock.now() < signed.expires_at:
            assert (
                await accounts.authenticate(signed.token, "10.0.0.3")
            ).account_id == signed.actor.account_id
    clinic.clock.move(timedelta(hours=1))
    with pytest.raises(NotSignedIn):
        await accounts.authenticate(signed.token, "10.0.0.3")
    idle = await accounts.sign_in("doctor", PASSWORD, "10.0.0.3")
    clinic.clock.move(timedelta(hours=4))
    with pytest.raises(NotSignedIn):
        await accounts.authenticate(idle.token, "10.0.0.3")


async def test_signing_out_ends_the_session_and_tells_the_watcher(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    signed = await accounts.sign_in("doctor", PASSWORD, "10.0.0.3")
    await accounts.sign_out(signed.actor)
    assert clinic.watcher.heard == [signed.actor.browser_session_id]
    with pytest.raises(NotSignedIn):
        await accounts.authenticate(signed.token, "10.0.0.3")


async def test_every_wrong_sign_in_gets_the_same_answer_and_is_slowed_down(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    texts = set()
    for login, password in (("doctor", "wrong password"), ("nobody", PASSWORD), ("doctor", "")):
        with pytest.raises(SignInRefused) as refused:
            await accounts.sign_in(login, password, "10.0.0.4")
        texts.add(refused.value.message)
    assert len(texts) == 1
    with pytest.raises(SignInRefused):
        await accounts.sign_in("doctor", "wrong password", "10.0.0.4")
    with pytest.raises(TooManyTries):
        await accounts.sign_in("doctor", PASSWORD, "10.0.0.5")
    clinic.clock.move(timedelta(seconds=2))
    assert (await accounts.sign_in("doctor", PASSWORD, "10.0.0.5")).token


async def test_a_closed_account_is_out_at_once(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    signed = await accounts.sign_in("doctor", PASSWORD, "10.0.0.3")
    view = await user(clinic, "doctor")
    closing = change(view, is_active=False)
    await clinic.services.directory.update_user(
        clinic["region"], view.account.id, view.account.version, closing
    )
    assert signed.actor.browser_session_id in clinic.watcher.heard
    with pytest.raises(NotSignedIn):
        await accounts.authenticate(signed.token, "10.0.0.3")
    with pytest.raises(SignInRefused):
        await accounts.sign_in("doctor", PASSWORD, "10.0.0.3")


async def test_a_new_password_ends_the_other_sessions_only(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    here = await accounts.sign_in("doctor", PASSWORD, "10.0.0.3")
    there = await accounts.sign_in("doctor", PASSWORD, "10.0.0.4")
    with pytest.raises(StepUpRefused):
        await accounts.change_password(here.actor, "wrong", NEW)
    with pytest.raises(FieldInvalid):
        await accounts.change_password(here.actor, PASSWORD, "short")
    await accounts.change_password(here.actor, PASSWORD, NEW)
    assert (await accounts.authenticate(here.token, "10.0.0.3")).account_id == here.actor.account_id
    with pytest.raises(NotSignedIn):
        await accounts.authenticate(there.token, "10.0.0.4")
    assert (await accounts.sign_in("doctor", NEW, "10.0.0.3")).token


async def test_preferences_are_kept(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    chosen = Preferences(language=Language.EN, theme=Theme.READING)
    await accounts.set_preferences(clinic["doctor"], chosen)
    me = await accounts.me(clinic["doctor"])
    assert me.account.preferences == chosen
    assert me.person is not None
    assert me.facility is not None
    assert me.session_expires_at is not None


async def test_a_machine_token_acts_as_its_account(clinic: Clinic) -> None:
    accounts = clinic.services.accounts
    token = await accounts.issue_machine_token("doctor", "modality 1")
    actor = await accounts.authenticate_machine(token, "10.0.0.8")
    assert actor.roles == {Role.REQUESTING_DOCTOR}
    with pytest.raises(NotSignedIn):
        await accounts.authenticate_machine(token + "x", "10.0.0.8")


async def test_a_second_first_administrator_is_refused(clinic: Clinic) -> None:
    assert await clinic.services.accounts.has_any()
    with pytest.raises(AlreadyExists):
        await clinic.services.accounts.create_first_administrator("root", PASSWORD, "第二")


async def test_a_facility_administrator_stays_inside_the_facility(clinic: Clinic) -> None:
    directory = clinic.services.directory
    admin = clinic["admin"]
    page = await directory.users(admin, UserFilter(), Paging())
    assert {view.account.facility_id for view in page.items} == {clinic.facilities["township"]}
    for roles, place in (
        (frozenset({Role.REGION_ADMIN}), "township"),
        (frozenset({Role.AUDITOR}), "township"),
        (frozenset({Role.REQUESTING_DOCTOR}), "city"),
    ):
        new = NewUser(
            login="new.user",
            display_name="新",
            password=NEW,
            roles=roles,
            facility_id=clinic.facilities[place],
        )
        with pytest.raises(AccessRefused):
            await directory.create_user(admin, new)
    with pytest.raises(AccessRefused):
        await directory.users(admin, UserFilter(facility_id=clinic.facilities["city"]), Paging())


async def test_logins_are_unique_and_versions_are_compared(clinic: Clinic) -> None:
    directory = clinic.services.directory
    new = NewUser(
        login="Doctor",
        display_name="重名",
        password=NEW,
        roles=frozenset({Role.REQUESTING_DOCTOR}),
        facility_id=clinic.facilities["township"],
    )
    with pytest.raises(AlreadyExists):
        await directory.create_user(clinic["region"], new)
    view = await user(clinic, "doctor")
    await directory.update_user(clinic["region"], view.account.id, view.account.version, change(view))
    with pytest.raises(StaleVersion):
        await directory.update_user(clinic["region"], view.account.id, view.account.version, change(view))

"""What must not be printed is not printed."""

from telemed.log import Redacted, keep_allowed


def test_a_redacted_value_never_shows_itself() -> None:
    secret = Redacted("王桂兰")
    assert f"{secret} {secret!r}" == "<redacted> <redacted>"
    assert secret.reveal() == "王桂兰"


def test_a_field_that_is_not_on_the_list_is_dropped() -> None:
    kept = keep_allowed(None, "info", {"event": "signed in", "patient_name": "王桂兰", "account_id": "a1"})
    assert kept == {"event": "signed in", "account_id": "a1"}


def test_a_failure_keeps_its_traceback() -> None:
    kept = keep_allowed(None, "error", {"event": "request failed", "exc_info": True})
    assert kept == {"event": "request failed", "exc_info": True}

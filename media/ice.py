"""ICE-lite for all peers on one socket: who a STUN check belongs to, and where media goes.

A check is matched by our ufrag, authenticated by our password, and answered to where it came from.
Nothing is ever sent to an address that only an offer named. Source: RFC 8445 sections 2.5, 7.3, 8.2.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from media import stun
from media.address import Address, ip_and_port

if TYPE_CHECKING:
    from media.stun import BindingRequest

Owner = TypeVar("Owner")

_REMEMBERED = 256
"""Transactions remembered per agent, to refuse a recorded check that is sent again from elsewhere."""

ADDRESSES = 8
"""Validated addresses kept per agent; a browser with several networks shows two to six."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A local ufrag and password (RFC 8445 5.3)."""

    ufrag: str
    password: str


def new_credentials() -> Credentials:
    """Fresh random credentials: 48 bits of ufrag, 144 of password."""
    return Credentials(secrets.token_hex(6), secrets.token_hex(18))


@dataclass(frozen=True, slots=True)
class Checked:
    """What an authenticated check leads to."""

    reply: bytes
    is_new: bool
    """The address was not validated before."""
    forgotten: Address | None
    """An address that gave way to the new one."""
    nominated: bool
    """Media shall go to this address from now on."""


class Agent:
    """One peer's side of ICE: its credentials, validated addresses, and the one media goes to."""

    def __init__(self) -> None:
        self.credentials = new_credentials()
        self._before: Credentials | None = None
        self.selected: Address | None = None
        self.heard_s: float | None = None
        """When the last authenticated check came."""
        self._valid: OrderedDict[Address, None] = OrderedDict()
        self._seen: OrderedDict[bytes, Address] = OrderedDict()

    @property
    def ufrags(self) -> tuple[str, ...]:
        """Those that lead to this agent: two during a restart."""
        both = (self.credentials, self._before)
        return tuple(one.ufrag for one in both if one is not None)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every validated address."""
        return tuple(self._valid)

    def restart(self) -> None:
        """Take new credentials; the old ones keep the media path alive until the new ones nominate."""
        self._before = self.credentials
        self.credentials = new_credentials()

    def check(self, request: BindingRequest, source: Address, now_s: float) -> Checked | None:
        """Judge a check that names one of our ufrags; None when it is not authentic."""
        password = self._password(request.local_ufrag)
        if password is None or request.is_controlled or not request.is_from(password):
            return None
        if self._seen.setdefault(request.transaction, source) != source:
            return None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        self.heard_s = now_s
        is_new = source not in self._valid
        forgotten = self._admit(source)
        nominated = request.nominates and self._nominate(request.local_ufrag, source)
        ip, port = ip_and_port(source)
        reply = stun.binding_success(request.transaction, ip, port, password)
        return Checked(reply, is_new, forgotten, nominated)

    def _password(self, ufrag: str) -> bytes | None:
        for one in (self.credentials, self._before):
            if one is not None and one.ufrag == ufrag:
                return one.password.encode()
        return None

    def _admit(self, source: Address) -> Address | None:
        self._valid[source] = None
        self._valid.move_to_end(source)
        if len(self._valid) <= ADDRESSES:
            return None
        oldest = next(one for one in self._valid if one != self.selected)
        del self._valid[oldest]
        return oldest

    def _nominate(self, ufrag: str, source: Address) -> bool:
        if ufrag == self.credentials.ufrag:
            self._before = None
        elif self._before is None:
            return False
        if self.selected == source:
            return False
        self.selected = source
        return True


class Table(Generic[Owner]):
    """All agents of the socket by ufrag."""

    def __init__(self) -> None:
        self._owners: dict[str, tuple[Agent, Owner]] = {}

    def put(self, agent: Agent, owner: Owner) -> None:
        """Let the agent's ufrags lead to its owner, those of before a restart too."""
        self.drop(agent)
        for ufrag in agent.ufrags:
            self._owners[ufrag] = (agent, owner)

    def drop(self, agent: Agent) -> None:
        """Forget the agent."""
        for ufrag in [ufrag for ufrag, (one, _) in self._owners.items() if one is agent]:
            del self._owners[ufrag]

    def find(self, ufrag: str) -> tuple[Agent, Owner] | None:
        """Whose check it is by its own word."""
        return self._owners.get(ufrag)

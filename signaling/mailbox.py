"""A bounded queue that is emptied at one stroke: what came while the room was busy is committed together."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class MailboxFull(Exception):
    """The room cannot keep up."""


class Mailbox(Generic[T]):
    """Many put, one takes."""

    def __init__(self, bound: int) -> None:
        self._items: deque[T] = deque()
        self._bound = bound
        self._filled = asyncio.Event()

    def post(self, item: T, waiting: int = 0) -> None:
        """Put what a client asks. Raises MailboxFull; `waiting` counts what was taken and is not done."""
        if len(self._items) + waiting >= self._bound:
            raise MailboxFull
        self.force(item)

    def force(self, item: T) -> None:
        """Put what must not be lost, such as a broken connection; its number is bounded elsewhere."""
        self._items.append(item)
        self._filled.set()

    async def take(self, timeout_s: float | None) -> list[T]:
        """Wait for something, or for the time, and return all there is."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._filled.wait()
        except TimeoutError:
            return []
        return self.drain()

    def drain(self) -> list[T]:
        """Return all there is, without waiting."""
        items = list(self._items)
        self._items.clear()
        self._filled.clear()
        return items

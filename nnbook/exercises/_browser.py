"""In a browser's Python the learner's progress is that of the pages: the browser keeps it.

Python's own file is forgotten with the tab. So each answer is told to the pages of the book, which
keep it (`js/progress_share.js`), and what they keep is asked for. All talk through a
BroadcastChannel, which reaches every tab of the same site and no other.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

CHANNEL = "nnbook.progress"
PATIENCE = 1.0  # s; a page answers within a few ms, and without any page nobody answers

HERE = sys.platform == "emscripten"


class Pages:
    """The pages of the book that are open in this browser; `heard` takes the file that they keep.

    Outside a browser there are none, and nothing happens.
    """

    def __init__(self, heard: Callable[[str], None]) -> None:
        self._heard = heard
        self._known = False
        self._answered = asyncio.Event()
        self._channel: Any = None
        if HERE:
            self._channel = import_module("js").BroadcastChannel.new(CHANNEL)
            self._channel.onmessage = self._hear
            self._ask()

    def tell(self, **message: Any) -> None:
        """Send a message to whoever listens."""
        if self._channel is not None:
            self._channel.postMessage(json.dumps({**message, "at": time.time() * 1000}))

    def refresh(self) -> bool:
        """Ask what the pages keep, and wait for it where this browser lets Python wait.

        Elsewhere what they said last stands: they tell of each change, but it is heard between two
        cells. Returns whether any page has ever answered.
        """
        if self._channel is None:
            return True
        self._ask()
        ffi = import_module("pyodide.ffi")
        if ffi.can_run_sync():
            ffi.run_sync(self._wait())
        return self._known

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):  # nobody is there
            await asyncio.wait_for(self._answered.wait(), PATIENCE)

    def _ask(self) -> None:
        self._answered.clear()
        self.tell(ask=True)

    def _hear(self, event: Any) -> None:
        """Take the answer of a page; other messages are not for Python."""
        message = json.loads(event.data)
        if "kept" in message:
            self._heard(message["kept"])
            self._known = True
            self._answered.set()

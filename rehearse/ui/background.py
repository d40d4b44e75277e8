"""Work off the main thread: a generator of messages, each posted as it comes.

The thread is a daemon behind an async worker. A thread worker of Textual's own would be joined at the end of the
program, and quitting would wait for whatever it is deep in.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

from textual.dom import DOMNode
from textual.message import Message

from rehearse.errors import RehearseError
from rehearse.ui.messages import Broke, Refused


def in_background(
    owner: DOMNode, name: str, work: Iterator[Message], refused: Callable[[RehearseError], Message] = Refused
) -> None:
    """Post every message of `work` to `owner`. A RehearseError becomes the message that `refused` makes of it."""

    async def run() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def post_all() -> None:
            try:
                for message in work:
                    owner.post_message(message)
            except RehearseError as error:
                owner.post_message(refused(error))
            except Exception as error:  # noqa: BLE001 - it would die unseen with its thread: the app shows it and ends
                owner.app.post_message(Broke(error))
            finally:
                with suppress(RuntimeError):  # the app has ended meanwhile
                    loop.call_soon_threadsafe(over.set)

        threading.Thread(target=post_all, name=name, daemon=True).start()
        await over.wait()

    owner.run_worker(run(), name=name, group=name, exit_on_error=False)

"""How a process is told to stop: by a signal, or because the process that started it is gone."""

import asyncio
import signal
import threading
from multiprocessing import connection, parent_process


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT set the event."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)


def stop_with_parent(stop: asyncio.Event) -> None:
    """The end of the parent sets the event: whoever starts the next parent starts its children anew."""
    parent = parent_process()
    if parent is None:
        return
    loop = asyncio.get_running_loop()

    def watch() -> None:
        connection.wait([parent.sentinel])
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def told_to_stop() -> asyncio.Event:
    """An event that is set when this process is to stop, for whatever reason."""
    stop = asyncio.Event()
    stop_on_signals(stop)
    stop_with_parent(stop)
    return stop

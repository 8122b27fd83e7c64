"""A server for the finished pages, on this machine and for this machine alone."""

from __future__ import annotations

import functools
import http.server
import os
import sys
import webbrowser
from pathlib import Path

__all__ = ["has_desktop", "serve", "server"]


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line of log for each, and never lets a browser keep an old page."""

    def log_message(self, *_: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1; port 0 takes any that is free."""
    handler = functools.partial(_Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)


def serve(folder: Path, *, port: int = 0, browser: bool = False) -> None:
    """Serve the folder until Ctrl-C, and say where. `browser` opens it, where a window can be."""
    with server(folder, port) as running:
        address = f"http://127.0.0.1:{running.server_address[1]}/"
        print(f"The book is at {address}  (Ctrl+C ends it)", flush=True)  # noqa: T201
        if browser and has_desktop():
            webbrowser.open(address)
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            print()  # noqa: T201


def has_desktop() -> bool:
    """Whether a browser window could appear."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))

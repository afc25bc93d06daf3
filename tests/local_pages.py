"""A small web server on this machine, for what fetches pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Pages = Mapping[str, str | bytes | int]
"""By path: HTML, a file that is no text, or a status."""


@contextmanager
def local_pages(pages: Pages) -> Iterator[str]:
    """Serve pages, as they are at the time of the request; gives the server's address."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path, 404)
            if isinstance(page, int):
                self.send_error(page)
                return
            self.send_response(200)
            self.send_header(
                "Content-Type", "text/html; charset=utf-8" if isinstance(page, str) else "application/pdf"
            )
            self.end_headers()
            self.wfile.write(page.encode() if isinstance(page, str) else page)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

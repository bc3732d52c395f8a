"""Gateways and a mail server on loopback: what came in, and what they answer."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace


@dataclass
class Gateway:
    """Answers one after the other; the last one again and again. An answer: status, text, seconds to wait before."""

    answers: list = field(default_factory=lambda: [(200, '{"errcode": 0}', 0)])
    asked: list = field(default_factory=list)
    url: str = ""

    def next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def bodies(self) -> list:
        return [json.loads(each.body) for each in self.asked]


@contextmanager
def gateway(*answers):
    sink = Gateway(answers=list(answers) or [(200, '{"errcode": 0}', 0)])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sink.asked.append(SimpleNamespace(path=self.path, headers=dict(self.headers), body=body))
            status, text, wait = sink.next()
            time.sleep(wait)
            try:
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(text.encode())
            except OSError:
                return

        def log_message(self, *args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sink.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def mail_server(*, refuses: str = "", hangs_up: bool = False):
    """A mail server that knows as much as is needed; `refuses`: its answer to a recipient."""
    listening = socket.create_server(("127.0.0.1", 0))
    letters = []
    threading.Thread(target=_serve, args=(listening, letters, refuses, hangs_up), daemon=True).start()
    try:
        yield SimpleNamespace(port=listening.getsockname()[1], letters=letters)
    finally:
        listening.close()


def _serve(listening, letters, refuses, hangs_up) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 sink\r\n")
            _speak(line, heard, letters, refuses, hangs_up)


def _speak(line, heard, letters, refuses, hangs_up) -> None:
    for said in heard:
        word = said.split()[0].upper() if said.split() else b""
        if word == b"DATA":
            line.sendall(b"354 go on\r\n")
            text = b"".join(iter(heard.readline, b".\r\n"))
            letters.append(text)
            if hangs_up:
                return
        if word == b"RCPT" and refuses:
            line.sendall(refuses.encode() + b"\r\n")
        elif word == b"QUIT":
            line.sendall(b"221 bye\r\n")
            return
        else:
            line.sendall(b"250 ok\r\n")

"""The window as a browser has it: started by `merito open`, asked over HTTP, with the cookie that its key gives."""

import html
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from attrs import define, field, frozen

START = "from merito.__main__ import main; main()"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/entra\?chiave=(\S+)")
AT_WORK = "Sto calcolando"
PATIENCE = 60


@frozen
class Got:
    """An answer: its status, headers in small letters, and text."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def page(self) -> str:
        """The text as it is read, without tags."""
        text = re.sub(r"<(style|script).*?</\1>", " ", self.source, flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

    @property
    def source(self) -> str:
        return self.content.decode("utf-8", errors="replace")


@define
class Window:
    """A window that is open: its port, its key, and the cookie once the key is traded."""

    port: int
    key: str
    home: Path
    process: "subprocess.Popen[str]"
    cookie: str = ""
    ways: list[str] = field(factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        cookie: str | None = None,
    ) -> Got:
        """One request, with no other headers than these, the host and the cookie."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        given = {"Host": self.host, **(headers or {})}
        known = self.cookie if cookie is None else cookie
        if known:
            given["Cookie"] = known
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer: HTTPResponse = connection.getresponse()
        found = Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return found

    def enter(self) -> None:
        """Trades the key for the cookie."""
        answer = self.ask(f"/entra?chiave={self.key}")
        assert answer.status == 200, answer.page
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def year_of(self, ente: str, year: int) -> str:
        """The address of a year of an ente, by the link of the first page to its workspace."""
        found = re.search(r'href="(/w/\w+/)', self.get("/").source)
        assert found is not None, self.get("/").page
        return f"{found[1]}{ente}/{year}/"

    def get(self, path: str) -> Got:
        """A page, once it is there."""
        limit = time.monotonic() + PATIENCE
        while True:
            found = self.ask(path)
            if found.status in (301, 302, 303):
                path = _path_of(found.headers["location"])
                continue
            if AT_WORK not in found.source or time.monotonic() > limit:
                return found
            time.sleep(0.2)

    def post(self, path: str, form: Mapping[str, str] | None = None) -> Got:
        """Sends a form as a page does, and follows where it leads."""
        return self.post_many(path, {name: [value] for name, value in (form or {}).items()})

    def post_many(self, path: str, form: Mapping[str, Sequence[str]]) -> Got:
        """Sends a form in which several fields have the same name."""
        body = urlencode(form, doseq=True).encode()
        return self._sent(path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, content: bytes, form: Mapping[str, str] | None = None) -> Got:
        """Sends a file as a page does."""
        mark = "----------------merito"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in (form or {}).items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = b"".join(parts) + head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content
        return self._sent(path, body + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}")

    def _sent(self, path: str, body: bytes, kind: str) -> Got:
        own = {"Content-Type": kind, "Origin": f"http://{self.host}", "Sec-Fetch-Site": "same-origin"}
        found = self.ask(path, "POST", body, own)
        return self.get(_path_of(found.headers["location"])) if found.status in (302, 303) else found

    def worked(self, found: Got) -> Got:
        """The page of a command once it has ended."""
        limit = time.monotonic() + PATIENCE
        (path,) = set(re.findall(r'action="(/lavori/\w+)/ferma"', found.source)) or {""}
        while path and time.monotonic() < limit:
            found = self.get(path)
            if "/ferma" not in found.source:
                break
            time.sleep(0.2)
        return found


def fields_of(source: str) -> dict[str, str]:
    """The fields of the values of a year, `v.`, `a.`, `g.` and `f.` and the key, as their page has them."""
    fields = dict(re.findall(r'<input[^>]* name="([vagf]\.[^"]+)" value="([^"]*)"', source))
    for name, inside in re.findall(r'<select[^>]* name="([vagf]\.[^"]+)"(.*?)</select>', source, re.DOTALL):
        fields[name] = "".join(re.findall(r'value="([^"]*)" selected', inside))
    return {html.unescape(name): html.unescape(value) for name, value in fields.items()}


def _path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@contextmanager
def window_on(path: Path | None, home: Path, *more: str) -> Iterator[Window]:
    """A window on a workspace; `home` has the user's settings. Its key is not used yet."""
    environment = {**os.environ, "MERITO_CONFIG": str(home), "HOME": str(home), "MERITO_LANG": "it", "COLUMNS": "300"}
    command = [sys.executable, "-c", START, "open", *([str(path)] if path else []), "--no-browser", *more]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            found = ADDRESS.search(process.stdout.readline())
            assert found is not None
            yield Window(int(found[1]), found[2], home, process)
        finally:
            process.terminate()
            process.wait(PATIENCE)

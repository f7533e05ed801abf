"""A person at a browser, as far as HTTP goes."""

from __future__ import annotations

import http.cookiejar
import json
import re
import urllib.request
import uuid
from urllib.parse import urlencode

from tests.faults.processes import Hub


class Visitor:
    """A browser's worth of HTTP: cookies, the CSRF token, forms."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self) -> None:
        """As the maintainer whose password `nexus up` wrote down."""
        email, password = self.first_person()
        self.send_form("/accounts/login/", login=email, password=password)

    def first_person(self) -> tuple[str, str]:
        """Address and password of the maintainer whom `nexus up` made."""
        email, password = (self.hub.folder / "first-sign-in.txt").read_text().split()
        return email, password

    def send_form(self, path: str, **fields: str) -> None:
        """Open a page with a form and send it."""
        address = f"{self.hub.address}{path}"
        form = self.opener.open(address, timeout=30).read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert found is not None
        fields["csrfmiddlewaretoken"] = found[1]
        request = urllib.request.Request(address, urlencode(fields).encode())
        request.add_header("Referer", address)
        self.opener.open(request, timeout=30).read()

    def upload(self, name: str, data: bytes, **fields: str) -> int:
        """Bring a file over REST; returns the number of its job."""
        mark = uuid.uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
            for k, v in fields.items()
        )
        body += (
            f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/zip\r\n\r\n"
        ).encode()
        body += data + f"\r\n--{mark}--\r\n".encode()
        request = urllib.request.Request(f"{self.hub.address}/api/v1/imports/", body)
        request.add_header("Content-Type", f"multipart/form-data; boundary={mark}")
        request.add_header("Referer", self.hub.address)
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        request.add_header("X-CSRFToken", token or "")
        with self.opener.open(request, timeout=60) as answer:
            made = json.load(answer)
        return int(made["job"]["id"].rpartition("-")[2])

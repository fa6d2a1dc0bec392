"""The proxy of the Compose file, really running: our template filled in, a certificate made for the moment."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.folders import ROOT

DEPLOY = ROOT / "config" / "deploy"
PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Nginx:
    """In front of one address. `folder` holds its certificate, its configuration and what it says."""

    def __init__(self, folder: Path, upstream: str, *, http_port: int, https_port: int) -> None:
        self.folder = folder
        self.log = folder / "nginx.log"
        make_certificate(folder)
        names = {
            "UPSTREAM": upstream,
            "RESOLVER": "127.0.0.1",
            "CERTIFICATE": str(folder / "fullchain.pem"),
            "CERTIFICATE_KEY": str(folder / "privkey.pem"),
            "HTTP_PORT": f"127.0.0.1:{http_port}",
            "HTTPS_PORT": f"127.0.0.1:{https_port}",
            "AWAY": str(DEPLOY / "away"),
        }
        self.port, self.http_port = https_port, http_port
        filled = re.sub(
            r"\$\{NIGHTLIGHT_(\w+)\}", lambda name: names[name[1]], (DEPLOY / "nginx.conf.template").read_text()
        )
        account = "user root;\n" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        self.config = folder / "nginx.conf"
        self.config.write_text(
            f"{account}daemon off;\npid {folder}/nginx.pid;\nerror_log {self.log} crit;\nevents {{}}\n"
            f"http {{\n{temporary}{filled.replace('error_log stderr crit', f'error_log {self.log} crit')}\n}}\n"
        )

    def __enter__(self) -> Self:
        assert PROGRAM, "These stories need nginx. Type: sudo apt-get update && sudo apt-get install -y nginx-light"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "-c", str(self.config), "-e", str(self.log)], stdout=log, stderr=log, start_new_session=True
            )
        limit = time.monotonic() + 20
        while not self._listens():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, "nginx does not listen"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)

    def _listens(self) -> bool:
        with socket.socket() as knocker:
            knocker.settimeout(1)
            return knocker.connect_ex(("127.0.0.1", self.port)) == 0


def make_certificate(folder: Path) -> None:
    """For localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )

"""A Postgres of its own for a test: Debian's server, on a socket in a folder that goes with it.

`make test` installs it where it may (.ci/install-postgres); where it is missing these tests fail, and say so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "hush-6f1c"


class Postgres:
    """A cluster in `folder`; `environment` is all that libpq needs to find it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.binaries = binaries()
        self.environment = {
            "PGHOST": str(folder),
            "PGPORT": "5432",
            "PGUSER": "loader",
            "PGPASSWORD": PASSWORD,
            "PGDATABASE": "postgres",
        }

    def create(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if os.geteuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, "postgres")
        self._call("initdb", "--username=loader", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync")

    def start(self) -> None:
        options = f"-c listen_addresses='' -c fsync=off -k {self.folder}"
        self._call("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", f"--options={options}")

    def stop(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self._call("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _call(self, program: str, *arguments: str) -> None:
        # the server refuses to be root
        other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        # no pipe: the server would keep it open
        with (self.folder.parent / f"{self.folder.name}.said").open("w+", encoding="utf-8") as said:
            done = subprocess.run(
                [*other, str(self.binaries / program), *arguments, f"--pgdata={self.folder / 'data'}"],
                cwd="/",
                stdout=said,
                stderr=said,
                check=False,
            )
            said.seek(0)
            assert done.returncode == 0, said.read()


def binaries() -> Path:
    """Where Debian keeps the newest server; a test that needs it fails where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        pytest.fail("This test needs a Postgres server: apt-get install postgresql", pytrace=False)
    return max(found, key=lambda path: int(path.parent.name))


@contextmanager
def running() -> Iterator[Postgres]:
    """A server that runs, and is stopped and removed whatever happens."""
    # pytest's own folders are closed to others, and too deep for the path of a socket
    with tempfile.TemporaryDirectory(prefix="abm-pg-", dir="/tmp") as root:
        Path(root).chmod(0o755)
        folder = Path(root) / "server"
        folder.mkdir()
        server = Postgres(folder)
        server.create()
        try:
            server.start()
            yield server
        finally:
            server.stop()

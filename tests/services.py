"""The real PostgreSQL and the real Chromium that the tests use.

    python -m tests.services                       install what is missing (root on Debian or Ubuntu)
    python -m tests.services postgres COMMAND …    run COMMAND with DATABASE_URL of a fresh cluster

A missing service is one line and skipped tests on a developer's machine, a failure where CI=true.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CI = os.environ.get("CI") == "true"
PACKAGES = {"initdb": "postgresql", "chromium": "chromium", "msguniq": "gettext"}


def find_initdb():
    found = shutil.which("initdb")
    if found:
        return Path(found)
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None, key=lambda p: int(p.parts[4]))


def find_chromium():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def missing():
    found = {"initdb": find_initdb(), "chromium": find_chromium(), "msguniq": shutil.which("msguniq")}
    return [PACKAGES[name] for name, path in found.items() if not path]


def install_missing():
    """Returns the exit code: 0 when all is there or the tests may skip what is not."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"installing {', '.join(packages)} …")
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            check=False, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        packages = missing()
    if packages:
        say(f"missing: {', '.join(packages)}; install them, or their tests are skipped")
    return int(bool(packages) and CI)


@contextlib.contextmanager
def postgres():
    """A cluster of its own in a temporary folder, reached by socket only; yields the environment that
    leads there."""
    initdb = find_initdb()
    folder = Path(tempfile.mkdtemp(prefix="tornedalen-pg-"))
    data = folder / "data"
    # initdb refuses root, so root hands the folder to an account without rights of its own.
    account = server_account() if os.geteuid() == 0 else None
    if account:
        shutil.chown(folder, account, None)
    run_as = {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []} if account else {}
    quiet = {"check": True, "cwd": "/", "stdout": subprocess.DEVNULL, **run_as}
    subprocess.run(
        [
            initdb,
            "-D",
            data,
            "-U",
            "tornedalen",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
            "--no-sync",
        ],
        **quiet,
    )
    options = (
        f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    )
    control = [initdb.with_name("pg_ctl"), "-D", data, "-w", "-l", folder / "log"]
    subprocess.run([*control, "-o", options, "start"], **quiet)
    try:
        yield {"DATABASE_URL": f"postgres://tornedalen@/{folder}/postgres"}
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def server_account():
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def run_with_postgres(command):
    if not find_initdb():
        say("PostgreSQL is missing: every test on it is skipped")
        return int(CI)
    with postgres() as environment:
        return subprocess.run(command, check=False, env=os.environ | environment).returncode


def say(line):
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(run_with_postgres(sys.argv[2:]) if sys.argv[1:2] == ["postgres"] else install_missing())

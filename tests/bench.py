"""Measures the site: `make bench`. Absolute times depend on the machine; ratios are to an empty
Wagtail page served in the same run.

Queries and server time need nothing else; weight needs Chromium and nginx, Lighthouse and the
Observatory need npm. What is missing is said and left out.
"""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2

from tests import bench_search
from tests.services import find_chromium, find_initdb, postgres, say

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PAGES = {
    "home": "/fi/",
    "municipality": "/fi/kolari/",
    "content": "/sv/pajala/boende/",
    "guide": "/fi/muuta-tanne/asu-suomessa-tyoskentele-ruotsissa/",
    "news list": "/sv/nyheter/",
    "news": "/sv/nyheter/gemensam-webbplats-oppnad/",
    "events": "/fi/tapahtumat/",
    "event": "/fi/tapahtumat/romppaviikko/",
    "story": "/fi/tarinat/takaisin-sieppijarvelle/",
    "contact": "/sv/kontakt/",
    "statement": "/fi/saavutettavuusseloste-kolari/",
    "search": "/fi/haku/?q=asunto",
}
LIGHTHOUSE_PAGES = ("home", "municipality", "guide", "news")
WARM_UP, REQUESTS = 10, 60
AS_PROXY = {"Host": "localhost", "X-Forwarded-Proto": "https"}


def main():
    folder = Path(tempfile.mkdtemp(prefix="tornedalen-bench-"))
    with contextlib.ExitStack() as stack:
        if find_initdb():
            os.environ |= stack.enter_context(postgres())
        os.environ |= {
            "DJANGO_DEBUG": "off",
            "SECRET_KEY": "bench-" + "x" * 60,
            "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
            "SITE_URL": "https://localhost:8443",
            "EMAIL_URL": "smtp://localhost:2525",
            "DEFAULT_FROM_EMAIL": "bench@localhost",
            "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "tornedalen.settings",
        }
        say("preparing a production site with the examples, and an empty Wagtail beside it …")
        for command in ("migrate", "createcachetable", "seed_site --examples", "collectstatic --noinput"):
            run(BIN / "python", "manage.py", *command.split(), cwd=ROOT)
        stack.enter_context(gunicorn("tornedalen.wsgi", 8444, ROOT))
        empty = stack.enter_context(empty_wagtail(folder))
        measure_server(empty)
        if shutil.which("nginx") and shutil.which("openssl"):
            with_proxy(folder)
        else:
            say("nginx or openssl is missing: weight, Lighthouse and Observatory are left out")
    shutil.rmtree(folder, ignore_errors=True)


def run(*command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


@contextlib.contextmanager
def gunicorn(application, port, folder, **environment):
    server = subprocess.Popen(
        [BIN / "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1", "--preload",
         "--log-level", "error"],
        cwd=folder, env=os.environ | environment,
    )  # fmt: skip
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def empty_wagtail(folder):
    """`wagtail start`, in production settings on the same kind of database; yields its port."""
    project = folder / "skeleton"
    project.mkdir()
    run(BIN / "wagtail", "start", "skeleton", project)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "skeleton.sqlite3")}
    if host := os.environ.get("PGHOST") or socket_folder():
        with contextlib.closing(psycopg2.connect(host=host, user="tornedalen", dbname="postgres")) as server:
            server.autocommit = True
            server.cursor().execute("CREATE DATABASE skeleton")
        database = {
            "ENGINE": "django.db.backends.postgresql", "NAME": "skeleton", "USER": "tornedalen", "HOST": host,
            "CONN_MAX_AGE": 300,
        }  # fmt: skip
    (project / "skeleton/settings/local.py").write_text(
        f"SECRET_KEY = 'x' * 60\nALLOWED_HOSTS = ['*']\nDATABASES = {{'default': {database!r}}}\n"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "skeleton.settings.production"}
    for command in ("migrate", "collectstatic --noinput"):
        run(BIN / "python", "manage.py", *command.split(), cwd=project, env=os.environ | settings)
    with gunicorn("skeleton.wsgi", 8445, project, **settings):
        yield 8445


def socket_folder():
    """Where the PostgreSQL of DATABASE_URL listens, if it is one of tests.services."""
    _, _, path = os.environ["DATABASE_URL"].partition("postgres://tornedalen@/")
    return path.rpartition("/")[0]


def measure_server(empty_port):
    """SQL queries in this process; time over HTTP from gunicorn itself, the least of 60 requests."""
    import django

    django.setup()
    base = least_time(empty_port, "/")
    print(f"{'empty Wagtail page':20} {base:17.1f} ms")  # noqa: T201
    for name, address in PAGES.items():
        time_taken = least_time(8444, address)
        print(  # noqa: T201
            f"{name:20} {count_queries(address):3} queries {time_taken:5.1f} ms"
            f" {time_taken / base:5.2f} × empty"
        )


def count_queries(address):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"x-forwarded-proto": "https"})
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def least_time(port, address):
    """Milliseconds, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    least = float("inf")
    for _ in range(WARM_UP + REQUESTS):
        started = time.perf_counter()
        connection.request("GET", address, headers=AS_PROXY)
        answer = connection.getresponse()
        answer.read()
        least = min(least, time.perf_counter() - started)
        assert answer.status == 200, (address, answer.status)
    return least * 1000


def wait_for(port):
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers at port {port}")


def with_proxy(folder):
    """gunicorn behind nginx with TLS and compression, as docs/operations.md describes it."""
    run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:localhost",
        "-keyout", folder / "key.pem", "-out", folder / "cert.pem", stderr=subprocess.DEVNULL,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
    proxy = subprocess.Popen(
        ["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL
    )
    try:
        wait_for(8443)
        if find_chromium():
            measure_weight()
        if shutil.which("npm"):
            measure_with_npm(folder)
    finally:
        proxy.terminate()
        proxy.wait()


NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  gzip on; gzip_comp_level 6; gzip_proxied any; gzip_vary on;
  gzip_types text/css application/javascript image/svg+xml application/json text/plain application/xml;
  server {{
    listen 127.0.0.1:8443 ssl http2; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    error_page 497 =301 https://$http_host$request_uri;  # plain HTTP at this port
    location / {{
      proxy_pass http://127.0.0.1:8444; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto https; proxy_set_header X-Forwarded-For $remote_addr;
    }}
    location /media/ {{ alias {folder}/media/; }}
  }}
}}
"""


def measure_weight():
    """What a phone loads on its first visit, headers included, without scrolling."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        for name, address in PAGES.items():
            context = browser.new_context(
                viewport={"width": 412, "height": 823}, ignore_https_errors=True, is_mobile=True
            )
            page = context.new_page()
            weights, kinds, session = {}, {}, context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.responseReceived",
                lambda event, kinds=kinds: kinds.update({event["requestId"]: event["type"]}),
            )
            session.on(
                "Network.loadingFinished",
                lambda event, weights=weights: weights.update(
                    {event["requestId"]: event["encodedDataLength"]}
                ),
            )
            page.goto(f"https://localhost:8443{address}", wait_until="networkidle")
            total = sum(weights.values())
            pictures = sum(size for key, size in weights.items() if kinds.get(key) == "Image")
            print(f"{name:20} {total / 1000:6.1f} kB, {pictures / 1000:.1f} kB of it pictures")  # noqa: T201
            context.close()
        browser.close()


def measure_with_npm(folder):
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "CHROME_PATH": find_chromium() or ""}
    say("fetching Lighthouse and the Observatory's grader by npm …")
    fetched = subprocess.run(
        ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts",
         "lighthouse@12.8.2", "@mdn/mdn-http-observatory@1.4.8"],
        check=False, capture_output=True, env=environment,
    )  # fmt: skip
    if fetched.returncode:
        say("npm could not fetch them: Lighthouse and Observatory are left out")
        return
    for name in LIGHTHOUSE_PAGES:
        run_lighthouse(folder, environment, name)
    run_observatory(folder, environment)


def run_lighthouse(folder, environment, name):
    result = folder / "lighthouse.json"
    flags = (
        "--headless --no-sandbox --disable-gpu --ignore-certificate-errors --disable-quic --no-first-run"
        " --disable-background-networking --disable-component-update --disable-sync"
    )
    for _ in range(3):  # Chromium loses a trace now and then
        result.unlink(missing_ok=True)
        subprocess.run(
            [folder / "node_modules/.bin/lighthouse", f"https://localhost:8443{PAGES[name]}", "--quiet",
             "--output=json", f"--output-path={result}", f"--chrome-flags={flags}"],
            check=False, capture_output=True, env=environment,
        )  # fmt: skip
        if result.exists():
            break
    else:
        say(f"Lighthouse gave no answer for {name}")
        return
    answer = json.loads(result.read_text())
    scores = {key: round((part["score"] or 0) * 100) for key, part in answer["categories"].items()}
    lcp = answer["audits"]["largest-contentful-paint"].get("numericValue", float("nan"))
    failed = [
        key for key, audit in answer["audits"].items() if audit["score"] == 0 and audit.get("weight", 1)
    ]
    print(f"Lighthouse {name:12} {scores} LCP {lcp:.0f} ms {failed}")  # noqa: T201


def run_observatory(folder, environment):
    (folder / "grade.mjs").write_text(OBSERVATORY)
    # The package fetches these lists from the net when it is installed; localhost is in neither.
    lists = folder / "node_modules/@mdn/mdn-http-observatory/conf"
    (lists / "hsts-preload.json").write_text("{}")
    (lists / "tld-list.json").write_text("[]")
    answer = subprocess.run(
        ["node", folder / "grade.mjs"], check=False, capture_output=True, text=True,
        env=environment | {"NODE_EXTRA_CA_CERTS": str(folder / "cert.pem")}, cwd=folder,
    )  # fmt: skip
    print("Observatory", answer.stdout.strip() or answer.stderr.strip()[-400:])  # noqa: T201


OBSERVATORY = """
import { scan } from "@mdn/mdn-http-observatory";
const result = await scan("localhost:8443");
for (const [name, test] of Object.entries(result.tests)) if (!test.pass) console.log(name, test.result);
console.log(result.scan.grade, result.scan.score);
"""


if __name__ == "__main__":
    main()
    bench_search.main()

"""Measures the site: `make bench`. Absolute times depend on the machine; ratios are to an empty
Wagtail page served in the same run.

Queries and server time need nothing else; weight needs Chromium and nginx, Lighthouse and the
Observatory need npm. What is missing is said and left out.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from tests.services import find_chromium, say

ROOT = Path(__file__).parent.parent
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
REQUESTS = 60


def main():
    folder = Path(tempfile.mkdtemp(prefix="tornedalen-bench-"))
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
    say("preparing a production site with the demo's pages …")
    prepare()
    measure_server()
    if shutil.which("nginx") and shutil.which("openssl"):
        with_proxy(folder)
    else:
        say("nginx or openssl is missing: weight, Lighthouse and Observatory are left out")
    shutil.rmtree(folder, ignore_errors=True)


def manage(*arguments):
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def prepare():
    for command in (
        ["migrate"],
        ["createcachetable"],
        ["seed_site", "--examples"],
        ["collectstatic", "--noinput"],
    ):
        manage(*command)


def measure_server():
    """In this process, through the whole stack of middleware, without a network."""
    import django
    from django.conf import settings

    settings.TEMPLATES[0]["DIRS"].append(ROOT / "tests" / "templates")
    settings.SECURE_SSL_REDIRECT = False
    django.setup()
    empty = empty_page()
    report("empty Wagtail page", *empty, None)
    base = empty[1]
    for name, address in PAGES.items():
        report(name, *measure(address), base)


def empty_page():
    """What a stock Wagtail front page costs: its own route and checks, a title and nothing else."""
    from unittest.mock import patch

    from wagtail.models import Page

    from pages.models import HomePage

    with patch.multiple(
        HomePage,
        template="empty_page.html",
        get_context=Page.get_context,
        get_view_restrictions=Page.get_view_restrictions,
        route=Page.route,
    ):
        return measure("/fi/")


def measure(address):
    """(SQL queries when warm, least milliseconds of 60 requests, bytes of HTML)."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, least = Client(), float("inf")
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)
    for _ in range(REQUESTS):
        started = time.perf_counter()
        response = client.get(address)
        least = min(least, time.perf_counter() - started)
    return count, least * 1000, len(response.content)


def report(name, queries, milliseconds, size, base):
    ratio = f"{milliseconds / base:5.2f} × empty" if base else ""
    print(f"{name:20} {queries:3} queries {milliseconds:7.1f} ms {ratio:14} {size:7} B")  # noqa: T201


def with_proxy(folder):
    """gunicorn behind nginx with TLS and compression, as docs/operations.md describes it."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
    servers = [
        subprocess.Popen(
            [Path(sys.executable).with_name("gunicorn"), "tornedalen.wsgi", "--bind", "127.0.0.1:8444",
             "--workers", "2", "--preload", "--log-level", "error"],
            cwd=ROOT,
        ),
        subprocess.Popen(
            ["nginx", "-c", folder / "nginx.conf", "-g", "daemon off;"], stderr=subprocess.DEVNULL
        ),
    ]  # fmt: skip
    try:
        wait_for("http://127.0.0.1:8444/healthz")
        if find_chromium():
            measure_weight()
        if shutil.which("npm"):
            measure_with_npm(folder)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


NGINX = """
worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}
http {{
  include /etc/nginx/mime.types; access_log off;
  gzip on; gzip_comp_level 6; gzip_proxied any; gzip_vary on;
  gzip_types text/css application/javascript image/svg+xml application/json text/plain application/xml;
  server {{
    listen 127.0.0.1:8443 ssl http2; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location / {{
      proxy_pass http://127.0.0.1:8444; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto https; proxy_set_header X-Forwarded-For $remote_addr;
    }}
    location /media/ {{ alias {folder}/media/; }}
  }}
}}
"""


def wait_for(address):
    request = urllib.request.Request(address, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    for _ in range(100):
        try:
            return urllib.request.urlopen(request, timeout=2)
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")


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
    answer = subprocess.run(
        ["node", folder / "grade.mjs"], check=False, capture_output=True, text=True,
        env=environment | {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}, cwd=folder,
    )  # fmt: skip
    print("Observatory", answer.stdout.strip() or answer.stderr.strip()[-400:])  # noqa: T201


OBSERVATORY = """
import { scan } from "@mdn/mdn-http-observatory";
const result = await scan("localhost:8443");
console.log(result.scan.grade, result.scan.score);
"""


if __name__ == "__main__":
    main()

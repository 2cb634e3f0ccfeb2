import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from outbox.models import OutboxMail

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 72
KILLS = 5


def database_url():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    # A folder instead of a host is a socket; django-environ wants it in the path.
    host = (
        f"/{settings['HOST']}"
        if settings["HOST"].startswith("/")
        else f"{settings['HOST']}:{settings['PORT']}"
    )
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{host}/{settings['NAME']}"


def start_worker(mail_server):
    environment = os.environ | {
        "DJANGO_DEBUG": "on",
        "DJANGO_SETTINGS_MODULE": "tornedalen.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }
    command = [sys.executable, "manage.py", "send_outbox", "--loop", "0.2", "--skip-checks"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def let_leases_run_out():
    OutboxMail.objects.filter(leased_until__isnull=False).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_letters_survive_killed_workers_and_an_absent_server(mail_server):
    mail_server.pause_before = 0.03
    for number in range(LETTERS):
        EmailMessage("Hei", "Teksti", to=[f"reader{number}@example.com"]).send()
    mail_server.stop()
    worker = start_worker(mail_server)
    time.sleep(3)
    assert OutboxMail.objects.due().count() == LETTERS
    mail_server.start()

    for kill in range(1, KILLS + 1):
        goal = kill * LETTERS // (KILLS + 1)
        wait_for(lambda goal=goal: len(mail_server.taken) >= goal)
        time.sleep(random.random() * 0.05)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        let_leases_run_out()
        worker = start_worker(mail_server)
    try:
        wait_for(lambda: not OutboxMail.objects.waiting().exists())
    finally:
        worker.kill()
        worker.wait()

    taken = Counter(envelope.rcpt_tos[0] for envelope in mail_server.taken)
    ids = {message_from_bytes(envelope.content)["Message-ID"] for envelope in mail_server.taken}
    assert len(taken) == LETTERS
    assert sum(taken.values()) - LETTERS <= 2
    assert len(ids) == LETTERS
    assert not OutboxMail.objects.given_up().exists()

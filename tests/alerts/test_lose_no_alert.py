import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from listings.models import Alert
from outbox.models import OutboxMail
from tests.alerts.conftest import helsinki
from tests.outbox.test_lose_no_letter import database_url

ROOT = Path(__file__).resolve().parents[2]
MORNING = helsinki("2026-09-02 06:05")
# Dies as by kill -9: when the letter is stored and the alert not marked yet, or when both are.
DYING = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
import time_machine
from django.conf import settings
from django.core.management import call_command
from listings import alert_letters

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

write_to = alert_letters.write_to
if sys.argv[1] == "before":
    alert_letters.Alert.objects.bulk_update = die
else:
    alert_letters.write_to = lambda email: write_to(email) and die()
settings.OUTBOX_SEND_AT_ONCE = False
with time_machine.travel(datetime.fromisoformat(sys.argv[2]), tick=False):
    call_command("send_alerts", skip_checks=True)
"""


@pytest.fixture
def committed(django_db_setup, django_db_blocker, request):
    """An alert and an ad that other processes see."""
    with django_db_blocker.unblock():
        herder, follow, publish = map(request.getfixturevalue, ("herder", "follow", "publish"))
        with time_machine.travel(MORNING - timedelta(hours=20), tick=False):
            alert = follow()
        with time_machine.travel(MORNING - timedelta(hours=10), tick=False):
            vacancy = publish()
        yield alert
        for row in (
            *Alert.objects.all(),
            vacancy,
            vacancy.organisation,
            vacancy.posted_by,
            herder,
            *OutboxMail.objects.all(),
        ):
            row.delete()


def send_and_die(moment):
    environment = os.environ | {
        "DJANGO_DEBUG": "on",
        "DJANGO_SETTINGS_MODULE": "tornedalen.settings",
        "DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-c", DYING, moment, MORNING.isoformat()]
    run = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    assert run.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_a_killed_run_loses_no_letter_and_sends_none_twice(committed, letters):
    mark = committed.high_water

    send_and_die("before")

    assert letters() == []
    committed.refresh_from_db()
    assert (committed.high_water, committed.last_sent_on) == (mark, None)
    send_and_die("after")
    assert len(letters()) == 1

    with time_machine.travel(MORNING + timedelta(hours=1)):
        call_command("send_alerts")
    with time_machine.travel(MORNING + timedelta(days=1)):
        call_command("send_alerts")
    assert len(letters()) == 1
    committed.refresh_from_db()
    assert committed.high_water > mark

from datetime import timedelta

import pytest
from django.utils import timezone

from listings import alert_statistics, alerts
from listings.models import Alert

pytestmark = pytest.mark.django_db


def test_few_are_not_counted_out(follow):
    for number in range(4):
        follow(f"reader{number}@example.com", criteria={"place": ["kolari"]})

    assert [row["count"] for row in alert_statistics.active()] == [None]
    assert alert_statistics.most_used_criteria("vacancy") == []
    assert [row["confirmed"] for row in alert_statistics.by_month()] == [None]


def test_many_are(follow):
    for number in range(6):
        follow(f"reader{number}@example.com", criteria={"place": ["kolari"], "q": "Anna", "pay": True})
    follow("sv@example.com", language="sv")
    follow("paused@example.com", paused_at=timezone.now())

    rows = [(row["kind"], row["language"], row["count"]) for row in alert_statistics.active()]
    assert rows == [("vacancy", "fi", 6), ("vacancy", "sv", None)]
    assert alert_statistics.most_used_criteria("vacancy") == [("pay", True, 6), ("place", "kolari", 6)]


def test_months_count_those_that_have_ended_too(follow):
    began = timezone.now() - timedelta(days=70)
    for number in range(5):
        follow(f"reader{number}@example.com", confirmed_at=began)
    alerts.end(Alert.objects.values_list("public_id", flat=True), reason="found")

    first, *_between, last = alert_statistics.by_month()
    assert (first["month"], first["confirmed"], first["ended"]) == (
        timezone.localdate().replace(day=1), 0, 5
    )  # fmt: skip
    assert (last["month"], last["confirmed"], last["ended"]) == (
        timezone.localdate(began).replace(day=1), 5, 0
    )  # fmt: skip
    (row,) = alert_statistics.reasons()
    assert (row["reason"], row["count"]) == ("found", 5)
    assert row["label"]

import pytest

from pages.models import AccessibilityFeedback

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("law", ["fi", "sv"])
def test_feedback_reaches_the_municipality_of_the_statement(law, reader, seeded, letters, language, said):
    statement = seeded(f"accessibility-{law}")
    reader.goto(f"/{language}/")
    reader.locator(f'footer a[href="{statement.url}"]').click()
    form = reader.locator("main form.form")

    with reader.expect_response(lambda response: response.request.method == "POST") as answer:
        form.locator("button[type=submit]").click()
    assert answer.value.status == 422
    assert reader.locator(".error-summary a").count() == 1

    form.locator("[name=message]").fill("Kartta ei aukea")
    form.locator("[name=address]").fill(statement.full_url)
    form.locator("button[type=submit]").click()
    reader.wait_for_url("**sent=1*")

    assert said("Your feedback has arrived") in reader.locator("main [role=status]").inner_text()
    feedback = AccessibilityFeedback.objects.get()
    assert feedback.municipality == statement.municipality
    assert (feedback.message, feedback.days_left) == ("Kartta ei aukea", 14)
    municipality = statement.municipality
    assert [letter.recipient for letter in letters] == [f"registry@{municipality.key}.example.org"]

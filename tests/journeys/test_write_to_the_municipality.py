import pytest

from pages.models import ContactMessage
from places.models import Municipality

pytestmark = pytest.mark.browser

WORDS = {"subject": "Koti", "message": "Onko taloja?\nÖja å ängar – 日本", "email": "reader@example.com"}


@pytest.fixture
def form(reader, seeded):
    reader.goto(seeded("contact").url)
    return reader.locator("main form.form")


def fill(form, **fields):
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)


def send(tab, form):
    with tab.expect_response(lambda response: response.request.method == "POST") as answer:
        form.locator("button[type=submit]").click()
    tab.wait_for_load_state("load")
    return answer.value.status


def test_an_empty_form_says_what_is_missing(reader, form, letters, said):
    assert send(reader, form) == 422

    assert reader.title().startswith(said("Error:"))
    assert reader.evaluate("document.activeElement.className") == "error-summary"
    problems = reader.locator(".error-summary a")
    assert problems.count() == 4
    for problem in problems.all():
        field = reader.locator(problem.get_attribute("href"))
        assert field.get_attribute("aria-invalid") == "true"
        group = reader.locator("fieldset", has=field)
        described = (group if group.count() else field).get_attribute("aria-describedby")
        at_the_field = reader.locator(f"#{described.split()[-1]}").inner_text()
        assert at_the_field
        assert problem.inner_text().endswith(at_the_field)
    assert not letters.exists()
    assert not ContactMessage.objects.exists()


def test_a_problem_leads_to_its_field(reader, form):
    send(reader, form)
    reader.locator(".error-summary a[href='#id_message']").click()

    assert reader.evaluate("document.activeElement.id") == "id_message"


def test_what_was_written_stays(reader, form):
    fill(form, **WORDS | {"email": "not an address", "name": "Liisa"})
    form.locator("[name=municipality]").nth(1).check()
    assert send(reader, form) == 422

    assert form.locator("[name=message]").input_value() == WORDS["message"]
    assert form.locator("[name=email]").input_value() == "not an address"
    assert form.locator("[name=name]").input_value() == "Liisa"
    assert form.locator("[name=municipality]").nth(1).is_checked()
    assert reader.locator(".error-summary a").count() == 1


def test_a_message_is_stored_and_on_its_way(reader, form, letters, language, said):
    fill(form, **WORDS)
    pajala = Municipality.objects.get(key="pajala")
    form.locator(f'[name=municipality][value="{pajala.pk}"]').check()
    assert send(reader, form) == 302

    message = ContactMessage.objects.get()
    assert (message.subject, message.email, message.language) == ("Koti", "reader@example.com", language)
    assert message.message.replace("\r\n", "\n") == WORDS["message"]
    assert message.municipality == pajala
    assert [letter.recipient for letter in letters] == ["registry@pajala.example.org"]
    assert said("Your message has arrived") in reader.locator("main [role=status]").inner_text()
    assert reader.locator("main form.form").count() == 0

    reader.reload()
    assert ContactMessage.objects.count() == 1


def test_a_double_click_is_one_message(reader, form, letters):
    fill(form, **WORDS)
    form.locator("[name=municipality]").first.check()
    form.locator("button[type=submit]").dblclick()
    reader.wait_for_url("**sent=1*")

    assert ContactMessage.objects.count() == 1
    assert letters.count() == 1

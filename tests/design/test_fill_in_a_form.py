import re

import pytest
from django import forms
from django.template.loader import render_to_string


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As in your passport.")
    bank = forms.ChoiceField(
        label="Bank", choices=[("k", "Kolari"), ("p", "Pajala")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", required=False)


@pytest.fixture
def refused():
    return SampleForm({"note": "typed before"})


def test_a_wrong_field_says_so_itself(refused):
    html = str(refused)

    assert 'id="id_name_error"' in html
    assert re.search(r'<input[^>]*name="name"[^>]*aria-invalid="true"', html)
    assert re.search(r'<input[^>]*aria-describedby="id_name_helptext id_name_error"', html)
    assert 'value="typed before"' in html


def test_the_summary_leads_to_every_wrong_field(refused):
    html = str(refused)
    summary = render_to_string("components/error_summary.html", {"form": refused})
    targets = re.findall(r'href="#([^"]+)"', summary)

    assert targets == ["id_name", "id_bank_0", "id_agree"]
    assert all(f'id="{target}"' in html for target in targets)
    assert 'role="alert"' in summary
    assert 'tabindex="-1"' in summary


def test_the_summary_says_what_the_field_says(refused):
    summary = render_to_string("components/error_summary.html", {"form": refused})

    assert refused.errors["name"][0] in summary


def test_no_summary_without_errors():
    assert render_to_string("components/error_summary.html", {"form": SampleForm()}).strip() == ""


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = str(SampleForm())

    assert re.search(r"<fieldset[^>]*>\s*<legend>Bank", html)


def test_what_may_be_left_empty_is_marked():
    html = str(SampleForm())

    assert html.count("field__optional") == 1

import pytest

from .probes import small
from .showcase import PAGE_TYPES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_whatever_steers_fits_a_finger(model, showcase, tab):
    for state in ("seeded", "full"):
        tab.goto(showcase.addresses(model)[state])
        assert small(tab) == []


@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_whatever_signs_in_fits_a_finger(name, account_url, tab):
    tab.goto(account_url(name))
    assert small(tab) == []

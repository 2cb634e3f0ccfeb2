"""People who post, as Django's clients with `.user` and `.organisation`."""

import pytest
from django.test import Client
from django.utils.translation import override

from tests.factories import OrganisationFactory, UserFactory


def signed_in(**fields):
    client = Client()
    client.user = UserFactory(**fields)
    client.force_login(client.user)
    return client


@pytest.fixture
def employer(db):
    """Somebody who posts for one checked organisation in Kolari, and reads Finnish unless a test says
    otherwise: an earlier test's page leaves its language behind."""
    client = signed_in(first_name="Elina")
    client.organisation = OrganisationFactory(member=client.user)
    with override("fi"):
        yield client


@pytest.fixture
def colleague(employer):
    """Posts for the same organisation."""
    client = signed_in(first_name="Kaisa")
    client.organisation = employer.organisation
    employer.organisation.memberships.create(user=client.user)
    return client


@pytest.fixture
def stranger(db):
    """Posts for another organisation."""
    client = signed_in(first_name="Sven", preferred_language="sv")
    client.organisation = OrganisationFactory(member=client.user)
    return client

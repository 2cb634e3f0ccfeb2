"""Listings in every state a test may need. `VacancyFactory(live=True)` stands in public."""

from datetime import timedelta

import factory
from django.utils import timezone

from accounts.models import User
from jobs.models import FieldOfWork, Occupation, Vacancy
from listings.models import Membership, Organisation
from places.models import Municipality


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    first_name = "Testi"
    preferred_language = "fi"

    @classmethod
    def _create(cls, model, *args, **kwargs):
        return model.objects.create_user(*args, **kwargs)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A checked one; `is_new=True`: not yet. `member=` somebody who manages it."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        is_new = factory.Trait(verified_at=None)

    name = factory.Sequence(lambda number: f"Tunturityö {number} Oy")
    municipality = factory.LazyFunction(lambda: Municipality.objects.get(key="kolari"))
    country = factory.SelfAttribute("municipality.country")
    verified_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def member(organisation, create, user, **kwargs):
        if user:
            Membership.objects.create(organisation=organisation, user=user, is_manager=True)


class FieldOfWorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldOfWork
        django_get_or_create = ("slug",)

    slug = "health"
    name_fi = "Sosiaali- ja terveysala"
    name_sv = "Vård och omsorg"


class OccupationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ("slug",)

    slug = "registered-nurse"
    field = factory.SubFactory(FieldOfWorkFactory)
    name_fi = "sairaanhoitaja"
    name_sv = "sjuksköterska"
    name_in_english = "registered nurse"


class VacancyFactory(factory.django.DjangoModelFactory):
    """A complete draft with a revision. `live=True`: approved and open; `submitted=True`: being checked."""

    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        pajala = factory.Trait(
            municipality=factory.LazyFunction(lambda: Municipality.objects.get(key="pajala"))
        )

    municipality = factory.LazyFunction(lambda: Municipality.objects.get(key="kolari"))
    organisation = factory.SubFactory(
        OrganisationFactory, municipality=factory.SelfAttribute("..municipality")
    )
    posted_by = factory.SubFactory(UserFactory)
    occupation = factory.SubFactory(OccupationFactory)
    title_fi = "Sairaanhoitaja"
    summary_sv = "Sjuksköterska till hälsocentralen i Kolari."
    description_fi = "Tule terveysasemalle hoitamaan koko kylää."
    apply_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    apply_url = "https://tyopaikat.example.org/1"
    apply_in = factory.LazyFunction(lambda: ["fi"])
    live = False

    @classmethod
    def _create(cls, model, *args, live=False, submitted=False, published_at=None, **kwargs):
        vacancy = model(*args, **kwargs, live=False)
        vacancy.save()
        if vacancy.organisation and vacancy.posted_by:
            Membership.objects.get_or_create(organisation=vacancy.organisation, user=vacancy.posted_by)
        revision = vacancy.save_revision(user=vacancy.posted_by, clean=False)
        if live:
            revision.publish()
            vacancy.refresh_from_db()
            if published_at:
                vacancy.first_published_at = published_at
                vacancy.save(update_fields=["first_published_at"])
        elif submitted:
            vacancy.get_workflow().start(vacancy, vacancy.posted_by)
        return model.objects.get(pk=vacancy.pk)

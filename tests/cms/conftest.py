"""What one municipality has that the other one may not meet."""

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Collection, Comment, Page, PageViewRestriction, Site, UploadedFile

from listings.models import Alert, AlertFarewell, Report
from pages.models import AccessibilityFeedback, ContactMessage, ContentPage, MunicipalityPage
from places.models import Crossing, Municipality, Village
from tests.factories import OrganisationFactory, UserFactory, VacancyFactory

# Stands in all of it, and so must never come back.
CANARY = "zzcanary"


def picture_file():
    file = io.BytesIO()
    Picture.new("RGB", (40, 30), "teal").save(file, "JPEG")
    return ContentFile(file.getvalue(), f"{CANARY}.jpg")


@pytest.fixture
def make_other_side(site, client):
    """Rows of one municipality that the other one may not meet, each holding the canary."""

    def make(key):
        municipality = Municipality.objects.get(key=key)
        editor = Group.objects.get(name=f"{key.capitalize()} editors").user_set.get()
        section = MunicipalityPage.objects.filter(municipality=municipality).first()
        things = SimpleNamespace(municipality=municipality, section=section, editor=editor)

        def add_page(name, **fields):
            page = ContentPage(title=f"{CANARY} {name}", slug=f"secret-{name}", owner=editor, **fields)
            section.add_child(instance=page)
            page.save_revision(user=editor, log_action=True)
            return page

        draft = add_page("draft", live=False, locked=True, locked_by=editor, locked_at=timezone.now())
        waiting = add_page("waiting", live=False)
        waiting.get_workflow().start(waiting, editor)
        private = add_page("private")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
        published = add_page("published")
        ContentPage.objects.filter(pk=published.pk).update(title="Known to all")
        published.refresh_from_db()
        published.summary = f"{CANARY} to come"
        published.save_revision(user=editor, log_action=True)
        Page.objects.filter(pk=published.pk).update(draft_title=f"{CANARY} to come")
        under_draft = ContentPage(title=f"{CANARY} under", slug="secret-under")
        draft.add_child(instance=under_draft)
        things.draft, things.waiting, things.published = draft, waiting, published
        things.pages = [draft, waiting, private, published]
        things.comment = Comment.objects.create(
            page=draft, user=editor, text=f"{CANARY} comment", contentpath="title"
        )
        things.redirect = Redirect.objects.create(
            old_path=f"/{CANARY}-{key}", redirect_page=draft, site=Site.objects.first()
        )

        collection = Collection.objects.get(name=key.capitalize())
        things.image = get_image_model().objects.create(
            title=f"{CANARY} picture", file=picture_file(), collection=collection, uploaded_by_user=editor
        )
        things.image.tags.add(f"{CANARY}-tag")
        things.document = get_document_model().objects.create(
            title=f"{CANARY} document",
            file=ContentFile(b"%PDF-1.4", f"{CANARY}.pdf"),
            collection=collection,
            uploaded_by_user=editor,
        )
        things.document.tags.add(f"{CANARY}-paper")
        things.upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(get_image_model()),
            file=picture_file(),
            uploaded_by_user=editor,
        )

        things.village = Village.objects.filter(municipality=municipality).first()
        Village.objects.filter(pk=things.village.pk).update(
            **{f"name_{code}": f"{CANARY} village" for code in ("fi", "sv")}, editors_note=CANARY
        )
        Municipality.objects.filter(pk=municipality.pk).update(
            contact_email=f"{CANARY}@example.org", public_records_notice_fi=CANARY, sentence_sv=CANARY
        )
        things.crossing = Crossing.objects.create(
            municipality=municipality, name_fi=CANARY, name_sv=CANARY, latitude="67.1", longitude="23.6"
        )
        words = {"name": CANARY, "email": "a@example.org", "message": CANARY, "language": "fi"}
        things.message = ContactMessage.objects.create(municipality=municipality, subject=CANARY, **words)
        things.feedback = AccessibilityFeedback.objects.create(municipality=municipality, **words)
        things.poster = UserFactory(email=f"{CANARY}-{key}@example.org", first_name=CANARY, last_name=CANARY)
        things.organisation = OrganisationFactory(
            municipality=municipality,
            is_new=True,
            member=things.poster,
            **dict.fromkeys(("name", "registration_number", "staff_note"), CANARY),
            description_fi=CANARY,
        )
        listing = {
            "municipality": municipality,
            "organisation": things.organisation,
            "posted_by": things.poster,
            **dict.fromkeys(("title_fi", "summary_sv", "description_fi", "workplace_name"), f"{CANARY} ad"),
        }
        things.vacancy_draft = VacancyFactory(**listing)
        things.vacancy = VacancyFactory(submitted=True, **listing)
        # The first of its kind in `vars` is what addresses name: the one that waits.
        things.vacancies = [things.vacancy, vars(things).pop("vacancy_draft")]
        things.occupation = things.vacancy.occupation
        things.field_of_work = things.occupation.field
        things.report = Report.objects.create(
            listing=things.vacancy,
            municipality=municipality,
            reason=Report.Reason.FRAUD,
            message=CANARY,
            email=f"{CANARY}@example.org",
            language="fi",
        )
        things.alert = Alert.objects.create(
            kind="vacancy",
            email=f"{CANARY}@example.org",
            language="fi",
            criteria={"q": CANARY},
            confirmed_at=timezone.now(),
            expires_at=timezone.now() + timedelta(days=90),
            high_water=timezone.now(),
        )
        things.farewell = AlertFarewell.objects.create(
            kind="vacancy", language="fi", criteria={"q": CANARY}, days_active=10
        )

        own = (things.vacancy, things.organisation, things.report)
        for row in (things.image, things.document, things.village, things.crossing, things.message, *own):
            row.refresh_from_db()
            log(row, "wagtail.edit", user=editor)

        for row in (things.image, things.document, things.upload):
            row.file.close()
        things.session = EditingSession.objects.create(
            user=editor,
            content_type=ContentType.objects.get_for_model(ContentPage),
            object_id=draft.pk,
            last_seen_at=timezone.now(),
        )
        things.workflow_state = waiting.current_workflow_state
        things.task_state = waiting.current_workflow_task_state
        things.revision = draft.latest_revision
        things.collection = collection
        return things

    return make

"""The desk of people who post: what every view over their own listings starts from. A kind of listing
makes one `Desk` and gets its addresses from `listings.desk_urls`."""

from dataclasses import dataclass, field

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from .models import Organisation
from .states import State, state_of
from .steps import was_sent

# While moderators read, what they read stays as it is; what has ended or was refused is copied instead.
WRITABLE = {State.DRAFT, State.CHANGES_ASKED, State.LIVE, State.CHANGE_TO_CORRECT}
IN_REVIEW = {State.IN_REVIEW, State.CHANGE_IN_REVIEW}
PUBLIC = {State.LIVE, State.CHANGE_IN_REVIEW, State.CHANGE_TO_CORRECT}


@dataclass
class Desk:
    """A kind of listing at its posters' desk."""

    model: type
    steps: list
    outcome_form: type
    # The view that shows one to the public.
    public_page: type
    words: dict = field(default_factory=dict)
    list_url_name: str = "own_listings"

    @property
    def kind(self):
        return self.model._meta.model_name

    def url(self, verb, *args):
        return reverse(f"{verb}_{self.kind}", args=args)

    def urls(self, listing):
        """Where its poster does what with it."""
        verbs = ("preview", "submit", "withdraw", "discard", "extend", "end", "copy", "delete")
        return {verb: self.url(verb, listing.pk) for verb in verbs}

    @property
    def list_url(self):
        return reverse(self.list_url_name)

    def step(self, key):
        return next((step for step in self.steps if step.key == key), None)

    def steps_seen(self, listing):
        """Keys of the pages its poster has been through: all, once it was sent, whoever made it."""
        return [step.key for step in self.steps] if was_sent(listing) else listing.steps_done

    def progress(self, listing, person):
        """Every page with whether it says all that is needed."""
        seen = self.steps_seen(listing)
        return [
            {
                "key": step.key,
                "heading": step.heading,
                "short": step.short,
                "number": number,
                "url": self.url("edit", listing.pk, step.key) if listing.pk else "",
                "is_ready": bool(listing.pk) and step.key in seen and step.is_ready(listing, person),
            }
            for number, step in enumerate(self.steps, 1)
        ]


class DeskView(View):
    """Asks who is there first; looks only among what is theirs."""

    desk = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.ask_to_sign_in()
        return super().dispatch(request, *args, **kwargs)

    def ask_to_sign_in(self):
        return redirect_to_login(self.request.get_full_path())

    @property
    def own(self):
        return self.desk.model.objects.by(self.request.user)

    @cached_property
    def listing(self):
        rows = self.own.select_related("municipality", "organisation", "posted_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def lock(self):
        """The row of this listing, nobody else's until the transaction ends. (PostgreSQL locks no rows of
        the scoped query, which is DISTINCT.)"""
        rows = self.desk.model._default_manager.select_for_update(of=("self",))
        listing = rows.filter(pk=self.listing.pk).first()
        if listing is None:
            raise Http404
        return listing

    @cached_property
    def organisations(self):
        return list(Organisation.objects.by(self.request.user).filter(refused_at=None))

    def show(self, template, status=200, **context):
        context = {"desk": self.desk, "words": self.desk.words, "new_url": self.desk.url("post")} | context
        return TemplateResponse(self.request, template, context, status=status)

    def to_own_page(self):
        return redirect(self.desk.url("own", self.kwargs["pk"]))


class VerbView(DeskView):
    """One thing done by a button. Whoever comes by the address (after signing in again) is led back."""

    http_method_names = ["get", "post"]

    def get(self, request, **kwargs):
        return redirect(self.listing.own_url)

    def post(self, request, **kwargs):
        with transaction.atomic():
            return self.do(self.lock())

    def do(self, listing):
        raise NotImplementedError


def is_writable(listing):
    return state_of(listing) in WRITABLE

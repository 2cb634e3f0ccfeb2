"""Writing a listing a page at a time: each page keeps the draft, the last one sends it."""

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from . import moderation
from .checks import warnings
from .desk import IN_REVIEW, DeskView, VerbView, is_writable
from .kept_text import KeptTextMixin
from .states import state_of


class BeginView(DeskView):
    """A new one. Its number is in the address, so that going back and sending again makes no second."""

    def get(self, request, **kwargs):
        if not self.organisations:
            return self.show("listings/desk_begin.html")
        return redirect(self.desk.url("start", uuid.uuid4()))

    post = get


class PageView(KeptTextMixin, DeskView):
    """What the first page of a new listing and every page of a draft have in common."""

    def form(self, listing, data=None):
        is_for_later = data is not None and "later" in data
        return self.step(data, instance=listing, person=self.request.user, is_for_later=is_for_later)

    def show_form(self, form, listing, status=200, **context):
        progress = self.desk.progress(listing, self.request.user)
        remarks = []
        if listing.pk and self.step.key in listing.steps_done:
            remarks = [warning for warning in warnings(listing) if warning.step == self.step.key]
        return self.show(
            "listings/desk_step.html",
            status,
            form=form,
            listing=listing,
            step=self.step,
            progress=progress,
            number=[step.key for step in self.desk.steps].index(self.step.key) + 1,
            remarks=remarks,
            preview_url=self.desk.url("preview", listing.pk) if listing.pk else "",
            writer=self.proof(),
            **context,
        )

    def opened(self, listing):
        """The page as it stands, or as its reader left it when their session ended."""
        kept = self.kept()
        # Looked at before the form is checked, which writes what was typed into the draft it is given.
        form = self.form(listing.draft(), kept)
        return self.show_form(form, listing.draft(), was_kept=kept is not None)

    def save(self, form):
        listing = form.instance
        is_new = listing.pk is None
        is_done = self.step.key in listing.steps_done
        if not form.is_for_later and not is_done:
            listing.steps_done = [*listing.steps_done, self.step.key]
        if is_new or form.changed_data or listing.steps_done != self.steps_done_before(listing):
            moderation.save_draft(listing, by=self.request.user)
        self.forget()

    def steps_done_before(self, listing):
        if not listing.latest_revision_id:
            return None
        return listing.latest_revision.content.get("steps_done")

    def onwards(self, form):
        """To the next page; to the preview when nothing is missing any more."""
        listing = form.instance
        if form.is_for_later:
            messages.success(self.request, _("Saved. You can go on whenever you like."))
            return redirect(listing.own_url)
        progress = self.desk.progress(listing, self.request.user)
        keys = [step.key for step in self.desk.steps]
        following = keys[keys.index(self.step.key) + 1 :]
        if not following or all(page["is_ready"] for page in progress):
            return redirect(self.desk.url("preview", listing.pk))
        return redirect(self.desk.url("edit", listing.pk, following[0]))


class StartView(PageView):
    """The first page of a listing that is not there yet."""

    @property
    def step(self):
        return self.desk.steps[0]

    def begun(self):
        """The draft that this number has begun, if it has."""
        key = self.kwargs["key"]
        if not self.desk.model._default_manager.filter(creation_key=key).exists():
            return None
        listing = self.own.filter(creation_key=key).first()
        if listing is None:
            raise Http404
        return listing

    def blank(self):
        organisation = self.organisations[0]
        return self.desk.model(
            creation_key=self.kwargs["key"],
            organisation=organisation,
            municipality=organisation.municipality,
            posted_by=self.request.user,
            live=False,
        )

    def get(self, request, **kwargs):
        if begun := self.begun():
            return redirect(self.desk.url("edit", begun.pk, self.step.key))
        if not self.organisations:
            return redirect(self.desk.url("post"))
        kept = self.kept()
        return self.show_form(self.form(self.blank(), kept), self.blank(), was_kept=kept is not None)

    def post(self, request, **kwargs):
        begun = self.begun()
        if begun is None and not self.organisations:
            return redirect(self.desk.url("post"))
        if begun is None:
            form = self.form(self.blank(), request.POST)
            if not form.is_valid():
                return self.show_form(form, self.blank(), HTTPStatus.UNPROCESSABLE_ENTITY)
            try:
                with transaction.atomic():
                    self.save(form)
                return self.onwards(form)
            except IntegrityError:
                # The same page sent twice at once: the other one made the draft.
                begun = self.begun()
        return self.hand_over(begun)

    def hand_over(self, begun):
        page = EditView(desk=self.desk)
        page.setup(self.request, pk=begun.pk, step=self.step.key)
        return page.post(self.request)

    def show_again(self):
        if begun := self.begun():
            page = EditView(desk=self.desk)
            page.setup(self.request, pk=begun.pk, step=self.step.key)
            return page.show_again()
        form = self.form(self.blank(), self.request.POST)
        return self.show_form(form, self.blank(), HTTPStatus.FORBIDDEN, is_unsaved=True)


class EditView(PageView):
    """A page of a draft, or of the change to a listing that is public."""

    @cached_property
    def step(self):
        step = self.desk.step(self.kwargs["step"])
        if step is None:
            raise Http404
        return step

    def get(self, request, **kwargs):
        if not is_writable(self.listing):
            messages.info(request, self.why_not())
            return redirect(self.listing.own_url)
        return self.opened(self.listing)

    def why_not(self):
        if state_of(self.listing) in IN_REVIEW:
            return _("It is being checked. Take it back first if you want to change it.")
        return _("This one can no longer be changed. Make a copy of it instead.")

    def post(self, request, **kwargs):
        with transaction.atomic():
            row = self.lock()
            form = self.form(row.draft(), request.POST)
            refusal = self.refusal(row, form)
            if refusal is None:
                self.save(form)
        return refusal or self.onwards(form)

    def refusal(self, row, form):
        if not form.is_valid():
            return self.show_form(form, row.draft(), HTTPStatus.UNPROCESSABLE_ENTITY)
        if not is_writable(row) and form.changed_data:
            return self.show_form(form, row.draft(), HTTPStatus.CONFLICT, refused=self.why_not())
        if not form.changed_by_others(row):
            return None
        return self.show_both_texts(row, form)

    def show_both_texts(self, row, form):
        """Whoever saves again has seen the other text."""
        differences = list(form.differences())
        form.data = form.data.copy()
        form.data["seen"] = str(row.latest_revision_id)
        conflict = row.latest_revision
        context = {"conflict": conflict, "differences": differences}
        return self.show_form(form, row.draft(), HTTPStatus.CONFLICT, **context)

    def show_again(self):
        form = self.form(self.listing.draft(), self.request.POST)
        return self.show_form(form, self.listing.draft(), HTTPStatus.FORBIDDEN, is_unsaved=True)


class PreviewView(DeskView):
    """As the public will see it, with what is missing and what a careful reader would remark on."""

    def get(self, request, **kwargs):
        return preview(self, self.listing)


def preview(view, listing, status=200):
    draft = listing.draft()
    progress = view.desk.progress(draft, view.request.user)
    remarks = [
        {"text": remark.text, "url": view.desk.url("edit", listing.pk, remark.step)}
        for remark in warnings(draft)
    ]
    return view.show(
        "listings/desk_preview.html",
        status,
        own=listing,
        progress=progress,
        missing=[page for page in progress if not page["is_ready"]],
        remarks=remarks,
        may_be_sent=is_writable(listing) and moderation.may_be_submitted(listing),
        is_change=listing.is_open,
        is_outdated=status == HTTPStatus.CONFLICT,
        submit_url=view.desk.url("submit", listing.pk),
        languages_of_preview=in_every_language(view.desk, listing),
        **in_public(view, draft),
    )


def in_every_language(desk, listing):
    addresses = []
    for code, name in settings.LANGUAGES:
        with override(code):
            url = desk.url("preview", listing.pk)
        addresses.append({"code": code, "name": name, "url": url, "is_current": code == get_language()})
    return addresses


def in_public(view, draft):
    """What the public page would be given of this draft."""
    page = view.desk.public_page()
    page.setup(view.request, pk=draft.pk, slug=draft.slug)
    return page.context(draft)


class SubmitView(VerbView):
    """Sends exactly what was looked at. Sent twice it is one letter."""

    def get(self, request, **kwargs):
        return redirect(self.desk.url("preview", self.listing.pk))

    def do(self, listing):
        if not (is_writable(listing) and moderation.may_be_submitted(listing)):
            return redirect(listing.own_url)
        if self.request.POST.get("seen") != str(listing.latest_revision_id):
            return preview(self, listing, HTTPStatus.CONFLICT)
        if not all(page["is_ready"] for page in self.desk.progress(listing.draft(), self.request.user)):
            return preview(self, listing, HTTPStatus.UNPROCESSABLE_ENTITY)
        moderation.submit(listing, by=self.request.user)
        messages.success(self.request, _("Sent to be checked."))
        return redirect(f"{listing.own_url}#next")

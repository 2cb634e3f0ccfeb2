"""What people do with their own listings after they were sent: look, take back, drop a change, extend, end,
copy."""

import uuid
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import moderation
from .comparison import changes
from .counts import totals
from .desk import IN_REVIEW, PUBLIC, DeskView, VerbView, is_writable
from .figures import figures_of
from .history import events_of, moderators_words
from .moderation import Outdated
from .periods import ExtendForm
from .states import State, state_of

# The order in which they ask for something to be done.
GROUPS = [
    (gettext_lazy("Waits for you"), {State.CHANGES_ASKED, State.CHANGE_TO_CORRECT, State.DRAFT}),
    (gettext_lazy("Being checked"), {State.IN_REVIEW}),
    (gettext_lazy("Published"), {State.LIVE, State.CHANGE_IN_REVIEW}),
    (gettext_lazy("Ended"), {State.ENDED, State.REFUSED}),
]
ENDED_SHOWN = 20
ENDS_SOON = timedelta(days=7)


class OwnListView(DeskView):
    def get(self, request, **kwargs):
        rows = self.own.select_related("municipality", "organisation").order_by("-changed_at")
        cards = [self.card(listing) for listing in rows.prefetch_related("_workflow_states")]
        counts = totals([card["listing"] for card in cards])
        for card in cards:
            card["counts"] = counts.get(card["listing"].pk)
        groups = [
            {"heading": heading, "cards": [card for card in cards if card["state"] in states]}
            for heading, states in GROUPS
        ]
        hidden = 0
        if "all" not in request.GET:
            hidden = max(0, len(groups[-1]["cards"]) - ENDED_SHOWN)
            groups[-1]["cards"] = groups[-1]["cards"][:ENDED_SHOWN]
        return self.show("listings/desk_list.html", groups=groups, hidden=hidden, has_any=bool(cards))

    def card(self, listing):
        state = state_of(listing)
        return {
            "listing": listing,
            "state": state,
            "is_public": state in PUBLIC,
            "words": moderators_words(listing, state),
            "next": self.next(listing, state),
        }

    def next(self, listing, state):
        """What its poster might do now, or nothing."""
        if state in {State.CHANGES_ASKED, State.CHANGE_TO_CORRECT}:
            return {"label": _("Change it and send it again"), "url": listing.own_url}
        if state == State.DRAFT:
            return {"label": _("Go on writing"), "url": listing.own_url}
        if state in PUBLIC and listing.closes_at and listing.closes_at - timezone.now() < ENDS_SOON:
            return {"label": _("Give it more time"), "url": self.desk.url("extend", listing.pk)}
        if state == State.ENDED and listing.OUTCOME_FIELD and not getattr(listing, listing.OUTCOME_FIELD):
            return {"label": self.desk.words["outcome"], "url": self.desk.url("end", listing.pk)}
        return None


class OwnView(DeskView):
    def get(self, request, **kwargs):
        return own_page(self, self.listing)


def own_page(view, listing, status=HTTPStatus.OK):
    state = state_of(listing)
    draft = listing.draft() if is_writable(listing) else listing
    missing = []
    if state in {State.DRAFT, State.CHANGES_ASKED}:
        progress = view.desk.progress(draft, view.request.user)
        missing = [page for page in progress if not page["is_ready"]]
    return view.show(
        "listings/desk_listing.html",
        status,
        listing=listing,
        draft=draft,
        state=state,
        missing=missing,
        first_step=view.desk.url(
            "edit", listing.pk, (missing or [{"key": view.desk.steps[0].key}])[0]["key"]
        ),
        moderators_words=moderators_words(listing, state),
        events=events_of(listing, view.request.user),
        figures=figures_of(listing),
        is_public=state in PUBLIC,
        is_in_review=state in IN_REVIEW,
        is_writable=is_writable(listing),
        is_unsent=is_unsent(listing),
        has_change=state in PUBLIC and listing.has_unpublished_changes and state not in IN_REVIEW,
        may_be_discarded=moderation.has_change(listing),
        has_ended=state == State.ENDED,
        outcome=listing.OUTCOME_FIELD and getattr(listing, listing.OUTCOME_FIELD),
        urls=view.desk.urls(listing),
        copy_key=uuid.uuid4(),
        season_key=uuid.uuid4(),
    )


def is_unsent(listing):
    """Nobody but its poster has ever seen it."""
    return listing.submitted_at is None and listing.first_published_at is None and not listing.review


class WithdrawView(VerbView):
    def do(self, listing):
        if state_of(listing) in IN_REVIEW:
            moderation.withdraw(listing, by=self.request.user)
            messages.success(self.request, _("Taken back. You can change it and send it again."))
        return redirect(listing.own_url)


class DiscardView(DeskView):
    """Drops the change to what is public, after a page that shows what goes."""

    def get(self, request, **kwargs):
        if not moderation.has_change(self.listing):
            return self.to_own_page()
        return self.show_change()

    def show_change(self, status=HTTPStatus.OK):
        rows = changes(self.listing, self.listing.draft())
        for row in rows:
            row["mark"] = settings.LANGUAGE_MARKS.get(row["language"], row["language"])
        return self.show(
            "listings/desk_discard.html",
            status,
            listing=self.listing,
            changes=rows,
            is_outdated=status == HTTPStatus.CONFLICT,
        )

    def post(self, request, **kwargs):
        # Sent twice, there is nothing left to drop.
        if not moderation.has_change(self.listing):
            return self.to_own_page()
        seen = request.POST.get("seen", "")
        try:
            revision = int(seen) if seen.isascii() and seen.isdigit() else None
            moderation.discard(self.listing, by=request.user, revision=revision)
        except Outdated:
            return self.show_change(HTTPStatus.CONFLICT)
        messages.success(request, _("The change is discarded. The ad in public stays as it is."))
        return self.to_own_page()


class DeleteView(VerbView):
    """Drafts only; everything that was ever sent stays in the history."""

    def do(self, listing):
        if not is_unsent(listing):
            messages.warning(self.request, _("It has been sent, so it is not deleted."))
            return redirect(listing.own_url)
        listing.delete()
        messages.success(self.request, _("The draft is deleted."))
        return redirect(self.desk.list_url)


class CopyView(VerbView):
    def do(self, listing):
        try:
            key = uuid.UUID(self.request.POST.get("key", ""))
        except ValueError:
            return redirect(listing.own_url)
        made = self.own.filter(creation_key=key).first()
        if made is None and not self.desk.model._default_manager.filter(creation_key=key).exists():
            years = 1 if "next_season" in self.request.POST else 0
            seen = self.desk.steps_seen(listing)
            made = moderation.copy(listing, by=self.request.user, key=key, steps_done=seen, years=years)
            messages.success(
                self.request, _("This is a copy, kept as a draft. Check its days, then send it.")
            )
        return redirect(self.desk.url("preview", made.pk)) if made else redirect(listing.own_url)


class ExtendView(DeskView):
    def get(self, request, **kwargs):
        return self.show_form(ExtendForm(listing=self.listing))

    def show_form(self, form, status=HTTPStatus.OK):
        is_public = state_of(self.listing) in PUBLIC
        return self.show(
            "listings/desk_extend.html",
            status,
            form=form,
            listing=self.listing,
            is_public=is_public,
            urls=self.desk.urls(self.listing),
            copy_key=uuid.uuid4(),
        )

    def post(self, request, **kwargs):
        form = ExtendForm(request.POST, listing=self.listing)
        if not form.is_valid():
            return self.show_form(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            moderation.extend(self.listing, by=request.user, until=form.cleaned_data["until"])
        except Outdated:
            return self.show_form(form, HTTPStatus.CONFLICT)
        messages.success(request, _("The new last day is in public now."))
        return self.to_own_page()


class EndView(DeskView):
    """Ends it early and asks how it went; once it has ended, only asks."""

    @cached_property
    def is_public(self):
        return state_of(self.listing) in PUBLIC

    def get(self, request, **kwargs):
        if not self.listing.first_published_at:
            return self.to_own_page()
        return self.show_form(self.desk.outcome_form(listing=self.listing))

    def show_form(self, form, status=HTTPStatus.OK):
        context = {"form": form, "listing": self.listing, "is_public": self.is_public}
        return self.show("listings/desk_end.html", status, **context)

    def post(self, request, **kwargs):
        if not self.listing.first_published_at:
            return self.to_own_page()
        with transaction.atomic():
            listing = self.lock()
            form = self.desk.outcome_form(request.POST, listing=listing)
            if not form.is_valid():
                return self.show_form(form, HTTPStatus.UNPROCESSABLE_ENTITY)
            self.desk.model._default_manager.filter(pk=listing.pk).update(**form.cleaned_data)
            if listing.is_open:
                moderation.end(listing, by=request.user)
        messages.success(request, _("Ended. Thank you for telling.") if self.is_public else _("Thank you."))
        return self.to_own_page()

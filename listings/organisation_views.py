from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from . import organisations as verbs
from .models import Invitation, Membership, Organisation
from .moderation import Outdated
from .organisation_forms import InvitationForm, OrganisationForm


def own(request, uuid, *, to_manage=False):
    """Somebody else's does not exist; a colleague's tasks are the managers'."""
    organisation = get_object_or_404(Organisation.objects.by(request.user), public_id=uuid)
    if to_manage and not Organisation.objects.managed_by(request.user).filter(pk=organisation.pk).exists():
        raise PermissionDenied
    return organisation


@login_required
def organisations(request):
    memberships = request.user.memberships.select_related("organisation__municipality").order_by(
        "organisation__name"
    )
    return TemplateResponse(request, "listings/organisations.html", {"memberships": memberships})


@login_required
def add(request):
    form = OrganisationForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method != "POST":
        return show_form(request, form)
    if not form.is_valid():
        return show_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    key = form.cleaned_data["key"]
    with transaction.atomic():
        if not Organisation.objects.filter(public_id=key).exists():
            form.instance.public_id = key
            form.put_logo()
            verbs.add(form.instance, by=request.user)
            messages.success(request, _("The organisation is added. Its municipality checks it."))
    return redirect("organisation", key)


@login_required
def edit(request, uuid):
    organisation = own(request, uuid, to_manage=True)
    form = OrganisationForm(
        request.POST or None, request.FILES or None, instance=organisation, person=request.user
    )
    if request.method != "POST":
        return show_form(request, form)
    with transaction.atomic():
        if form.is_valid():
            form.put_logo()
            verbs.change(form.instance, by=request.user, must_be_checked=form.must_be_checked)
            messages.success(request, _("Your changes are saved."))
            return redirect("organisation", uuid)
    status = HTTPStatus.CONFLICT if form.is_stale else HTTPStatus.UNPROCESSABLE_ENTITY
    return show_form(request, form, status)


def show_form(request, form, status=HTTPStatus.OK):
    # Read anew: the form has written what was typed into its own copy.
    stored = Organisation.objects.filter(pk=form.instance.pk).first()
    context = {"form": form, "organisation": stored}
    return TemplateResponse(request, "listings/organisation_form.html", context, status=status)


@login_required
def organisation(request, uuid):
    return show(request, own(request, uuid))


def show(request, organisation, form=None, status=HTTPStatus.OK):
    members = list(organisation.memberships.select_related("user"))
    context = {
        "organisation": organisation,
        "members": members,
        "is_manager": any(member.is_manager and member.user == request.user for member in members),
        "invitations": organisation.invitations.open(),
        "form": form or InvitationForm(organisation=organisation),
    }
    return TemplateResponse(request, "listings/organisation.html", context, status=status)


@require_POST
@login_required
def invite_member(request, uuid):
    organisation = own(request, uuid, to_manage=True)
    form = InvitationForm(request.POST, organisation=organisation)
    if form.is_valid():
        try:
            verbs.invite(organisation, by=request.user, **form.cleaned_data)
        except verbs.TooManyInvitations as error:
            form.add_error("email", str(error))
    if form.errors:
        return show(request, organisation, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    email = form.cleaned_data["email"]
    messages.success(request, _("A letter is on its way to %(email)s.") % {"email": email})
    return redirect("organisation", uuid)


@require_POST
@login_required
def withdraw_invitation(request, uuid, invitation):
    organisation = own(request, uuid, to_manage=True)
    organisation.invitations.filter(pk=invitation, answered_at=None).delete()
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("organisation", uuid)


@require_POST
@login_required
def change_member(request, uuid, member):
    """Makes a colleague a manager, or no longer one."""
    organisation = own(request, uuid, to_manage=True)
    member = get_object_or_404(organisation.memberships, pk=member)
    try:
        verbs.set_manager(member, is_manager="is_manager" in request.POST)
    except verbs.LastManager:
        return somebody_must_manage(request, organisation)
    messages.success(request, _("Your changes are saved."))
    return redirect("organisation", uuid)


@require_POST
@login_required
def remove_member(request, uuid, member):
    organisation = own(request, uuid, to_manage=True)
    member = get_object_or_404(organisation.memberships, pk=member)
    return take_out(request, organisation, member)


@require_POST
@login_required
def leave(request, uuid):
    organisation = own(request, uuid)
    return take_out(request, organisation, organisation.memberships.get(user=request.user))


def take_out(request, organisation, member):
    try:
        verbs.remove(member, by=request.user)
    except verbs.LastManager:
        return somebody_must_manage(request, organisation)
    if member.user == request.user:
        messages.success(request, _("You have left %(name)s.") % {"name": organisation.name})
        return redirect("organisations")
    messages.success(request, _("%(person)s no longer posts for you.") % {"person": member.user})
    return redirect("organisation", organisation.public_id)


def somebody_must_manage(request, organisation):
    messages.error(
        request,
        _("Somebody has to look after the organisation's people: make a colleague a manager first."),
    )
    return show(request, organisation, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def invitation(request, token):
    """Reading the page changes nothing: programs that check letters open every link."""
    invitation = get_object_or_404(Invitation.objects.select_related("organisation"), token=token)
    if is_member(request.user, invitation.organisation):
        return redirect("organisation", invitation.organisation.public_id)
    if not invitation.is_open:
        return show_invitation(request, invitation, HTTPStatus.GONE)
    if request.method != "POST":
        return show_invitation(request, invitation)
    if not request.user.is_authenticated or request.user.email != invitation.email:
        return show_invitation(request, invitation, HTTPStatus.FORBIDDEN)
    try:
        verbs.accept(invitation, by=request.user)
    except Outdated:
        return show_invitation(request, invitation, HTTPStatus.GONE)
    messages.success(request, _("You now post for %(name)s.") % {"name": invitation.organisation.name})
    return redirect("organisation", invitation.organisation.public_id)


def is_member(user, organisation):
    return user.is_authenticated and Membership.objects.filter(user=user, organisation=organisation).exists()


def show_invitation(request, invitation, status=HTTPStatus.OK):
    context = {
        "invitation": invitation,
        "is_open": status != HTTPStatus.GONE,
        "is_theirs": request.user.is_authenticated and request.user.email == invitation.email,
    }
    return TemplateResponse(request, "listings/invitation.html", context, status=status)

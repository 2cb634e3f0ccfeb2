"""Forms of records that belong to one municipality. Apps above inherit `MunicipalityForm`."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname
from wagtail.admin.forms import WagtailAdminModelForm

from .models import Municipality


class BothTextsForm(WagtailAdminModelForm):
    """Can show beside what was typed what somebody else saved meanwhile."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stale = False

    def show_both_texts(self, stored):
        self.is_stale = True
        if stored is None:
            self.add_error(None, _("Somebody deleted this after you opened it."))
            return
        self.add_error(
            None,
            _(
                "Somebody saved this after you opened it. Your text is still in the fields; what is stored "
                "now stands at each field that differs. Save again to keep yours."
            ),
        )
        for name in self.fields.keys() - {"version"}:
            mine, theirs = self.cleaned_data.get(name), getattr(stored, name, None)
            if (mine or "") != (theirs or ""):
                self.add_error(name, _("Stored now: %(text)s") % {"text": theirs or "–"})


class VersionedForm(BothTextsForm):
    """Refuses to overwrite what somebody saved after this form was opened.

    The model has an integer `version`. The last step of validation claims the next number in one SQL
    statement, so of two people saving at once one always loses, sees both texts and decides.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def _post_clean(self):
        super()._post_clean()
        if self.instance.pk and not self.errors and not self.claim_version():
            stored = type(self.instance)._base_manager.filter(pk=self.instance.pk).first()
            self.show_both_texts(stored)
            # Whoever saves again has seen the other text.
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(stored.version if stored else "")

    def claim_version(self):
        seen = self.cleaned_data.get("version")
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk, version=seen)
        if seen is None or not rows.update(version=F("version") + 1):
            return False
        self.instance.version = seen + 1
        return True


class OwnMunicipalityMixin:
    """The municipality is never a free choice: staff of one side have no such field, and what they
    make is their municipality's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("municipality")
        if not field:
            return
        own = Municipality.objects.of_staff(self.for_user)
        if Municipality.objects.exclude(pk__in=own.values("pk")).exists():
            del self.fields["municipality"]
            if not self.instance.pk:
                self.instance.municipality = own.first()

    def _get_validation_exclusions(self):
        """Without the field Django would not look at rules such as "this key once per municipality",
        and the database would answer instead."""
        return super()._get_validation_exclusions() - {"municipality"}


class MunicipalityForm(OwnMunicipalityMixin, VersionedForm):
    pass


class VillageForm(MunicipalityForm):
    def clean(self):
        cleaned = super().clean()
        names = [build_localized_fieldname("name", code) for code, _name in settings.LANGUAGES]
        if not any(cleaned.get(name) for name in names):
            raise ValidationError(_("Give the name in at least one language."))
        return cleaned

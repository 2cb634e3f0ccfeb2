from allauth.account.views import email
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .signing_in_again import fresh_sign_in_required
from .views import AccountHomeView, ConfirmCodeView, EraseAccountView, OwnDataView, SignInAgainView

urlpatterns = decorate_urlpatterns(
    [
        path("", AccountHomeView.as_view(), name="account_home"),
        path(_("your-data/"), OwnDataView.as_view(), name="own_data"),
        path(_("erase/"), EraseAccountView.as_view(), name="erase_account"),
        path(_("sign-in-again/"), SignInAgainView.as_view(), name="sign_in_again"),
        # These take the place of allauth's under the same names.
        path("login/code/confirm/", ConfirmCodeView.as_view(), name="account_confirm_login_code"),
        path("email/", fresh_sign_in_required(email, for_reading=False), name="account_email"),
        path("", include("allauth.urls")),
    ],
    never_cache,
)

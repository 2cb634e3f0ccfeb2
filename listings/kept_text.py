"""What somebody typed outlives their session. A form sent after it ended is put aside, and waits in the
same page once the same person has signed in again."""

from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import method_decorator
from django.views.csrf import csrf_failure
from django.views.decorators.csrf import csrf_exempt

KEY = "kept_text"
WEEK = 7 * 24 * 3600
MOST = 200_000
signer = TimestampSigner(salt="listings.kept_text")


class ForgeryCheck(CsrfViewMiddleware):
    """Django's check, which says what is wrong instead of answering."""

    def _reject(self, request, reason):
        return reason


@method_decorator(csrf_exempt, name="dispatch")
class KeptTextMixin:
    """For views with one long form. `writer` in the form is proof of whom it was given to: only what such
    a form says is kept, and only that person sees it again.

    The check against forged requests is made here: signing in again in another tab changes the browser's
    token, and Django's answer would throw the typed text away. What fails it is shown, never saved.
    """

    def dispatch(self, request, *args, **kwargs):
        reason = self.forgery()
        if request.method == "POST" and not request.user.is_authenticated:
            self.keep()
        elif reason:
            if self.writer() == str(request.user.pk):
                return self.show_again()
            return csrf_failure(request, reason)
        return super().dispatch(request, *args, **kwargs)

    def forgery(self):
        check = ForgeryCheck(lambda request: None)
        check.process_request(self.request)
        return check.process_view(self.request, None, (), {})

    def show_again(self):
        """The page with what was sent, asking to send it once more."""
        raise NotImplementedError

    def proof(self):
        return signer.sign(self.request.user.pk)

    def writer(self):
        try:
            return signer.unsign(self.request.POST.get("writer", ""), max_age=WEEK)
        except BadSignature:
            return None

    def keep(self):
        typed = self.request.POST.urlencode()
        writer = self.writer()
        if writer and len(typed) <= MOST:
            self.request.session[KEY] = {"path": self.request.path, "writer": writer, "typed": typed}

    def kept(self):
        """What this person sent here after their session had ended."""
        kept = self.request.session.get(KEY)
        if not kept or kept["path"] != self.request.path or kept["writer"] != str(self.request.user.pk):
            return None
        return QueryDict(kept["typed"])

    def forget(self):
        if self.kept() is not None:
            del self.request.session[KEY]

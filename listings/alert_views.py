"""Pages of an alert. Whoever has the link from its letter may act; each change is a POST, since mail
scanners open links and run scripts on what they open."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import alert_tokens as tokens
from . import alerts
from .alert_forms import AlertForm, FarewellForm, FrequencyForm
from .alert_searches import list_url, words_of
from .kinds import kinds, search_of
from .models import Alert, AlertFarewell

pages = require_http_methods(["GET", "HEAD", "POST"])


@pages
def make(request, kind):
    """Asks for an alert on the search in the address. The answer is the same whoever asks for whom."""
    if kind not in kinds():
        raise Http404
    language = get_language()
    search = search_of(kind)(request.GET, language=language)
    if not search.is_valid():
        # The list says what is wrong with it.
        return redirect(f"{reverse(kinds()[kind].LIST)}?{request.GET.urlencode()}")
    alert = Alert(kind=kind, criteria=search.criteria(), language=language)
    form = AlertForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.is_robot:
            alerts.ask(
                kind,
                alert.criteria,
                email=form.cleaned_data["email"],
                frequency=form.cleaned_data["frequency"],
                language=language,
                ip=get_adapter(request).get_client_ip(request),
                public_id=form.cleaned_data["submission_key"],
            )
        asked = request.GET.copy()
        asked["sent"] = "1"
        return redirect(f"{request.path}?{asked.urlencode()}")
    return answer(
        request, "make", alert, form=form, is_sent="sent" in request.GET, most=alerts.MOST_PER_ADDRESS
    )


@pages
def confirm(request, token):
    alert = alert_of(tokens.CONFIRM, token, max_age=alerts.TIME_TO_CONFIRM)
    if alert is None:
        return gone(request)
    if alert.confirmed_at:
        return to_manage(alert, "confirmed" if request.method == "POST" else "")
    if request.method == "POST":
        try:
            return to_manage(alerts.confirm(alert), "confirmed")
        except alerts.TooMany:
            return answer(request, "too_many", alert, most=alerts.MOST_PER_ADDRESS)
    return answer(request, "confirm", alert)


@pages
def manage(request, token):
    alert = alert_of(tokens.MANAGE, token)
    if alert is None or not alert.confirmed_at:
        return gone(request)
    changes = {"pause": alerts.pause, "resume": alerts.resume}
    form = FrequencyForm(
        request.POST if request.method == "POST" else None, initial={"frequency": alert.frequency}
    )
    if request.method == "POST":
        if do := changes.get(request.POST.get("do")):
            do(alert)
            return to_manage(alert, "saved")
        if form.is_valid():
            alerts.change_frequency(alert, form.cleaned_data["frequency"])
            return to_manage(alert, "saved")
    links = {
        name: reverse(name, args=[tokens.token_for(name, [alert])])
        for name in (tokens.UNSUBSCRIBE, tokens.RENEW)
    }
    return answer(
        request,
        "manage",
        alert,
        form=form,
        done=request.GET.get("done"),
        unsubscribe_url=links[tokens.UNSUBSCRIBE],
        renew_url=links[tokens.RENEW],
    )


@pages
def renew(request, token):
    alert = alert_of(tokens.RENEW, token)
    if alert is None or not alert.confirmed_at:
        return gone(request)
    if request.method == "POST":
        alerts.renew(alert)
        return to_manage(alert, "renewed")
    return answer(request, "renew", alert, days=alerts.LIFETIME.days)


# Mail programs send the POST of RFC 8058 by themselves, without a page of ours: the token is the proof.
@csrf_exempt
@pages
def unsubscribe(request, token):
    """One button, then the question why. A mail program's own button gets a plain answer."""
    numbers = tokens.read_token(tokens.UNSUBSCRIBE, token)
    if not numbers:
        return gone(request)
    if request.method == "POST" and "page" not in request.POST:
        alerts.end(numbers)
        return HttpResponse(b"", content_type="text/plain")
    found = list(Alert.objects.filter(public_id__in=numbers))
    if request.method == "POST" and "reason" not in request.POST and request.POST["page"] == "end":
        alerts.end(numbers)
        return redirect(request.path)
    if found:
        words = [words_of(alert, get_language()) for alert in found]
        return TemplateResponse(request, "alerts/unsubscribe.html", {"words": words})
    return ask_why(request, numbers)


def ask_why(request, numbers):
    can_say = AlertFarewell.objects.filter(alert_id__in=numbers).exists()
    form = FarewellForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        alerts.say_why(numbers, form.cleaned_data["reason"])
        return redirect(f"{request.path}?thanks=1")
    context = {"form": form if can_say else None, "thanks": "thanks" in request.GET}
    return TemplateResponse(request, "alerts/ended.html", context, status=422 if form.errors else 200)


def alert_of(purpose, token, *, max_age=None):
    """The alert a link was made for; none when the link is too old or the alert has ended."""
    numbers = tokens.read_token(purpose, token, max_age=max_age)
    return Alert.objects.filter(public_id__in=numbers).first()


def answer(request, name, alert, *, form=None, **context):
    context |= {
        "alert": alert,
        "form": form,
        "words": words_of(alert, get_language()),
        "results_url": list_url(alert, get_language()),
        "feed_url": list_url(alert, get_language(), suffix="_rss"),
    }
    status = 422 if form and form.errors else 200
    return TemplateResponse(request, f"alerts/{name}.html", context, status=status)


def gone(request):
    return TemplateResponse(request, "alerts/gone.html", status=410)


def to_manage(alert, done=""):
    url = reverse(tokens.MANAGE, args=[tokens.token_for(tokens.MANAGE, [alert])])
    return redirect(f"{url}?done={done}" if done else url)

"""What the laws of both countries and decent practice ask of a job advertisement."""

from django.utils.translation import gettext_lazy as _

from listings.checklist import Point

POINTS = (
    Point(
        "age",
        _("Does it ask for an age, or for somebody “young”?"),
        _(
            "The ad asks for an age or for somebody young. Age may not decide who gets a job: tell "
            "what the work needs instead."
        ),
    ),
    Point(
        "sex",
        _("Does it ask for a man or a woman?"),
        _("The ad asks for people of one sex. Please use words that fit everybody, also in the title."),
    ),
    Point(
        "origin",
        _("Does it ask for an origin, a family situation, health or a belief the work does not need?"),
        _(
            "The ad asks for an origin, a family situation, health or a belief. None of these may "
            "be asked for unless the work cannot be done otherwise."
        ),
    ),
    Point(
        "languages",
        _("Does it demand more of a language than the work needs?"),
        _(
            "The ad demands more of a language than the work seems to need. Please ask only for "
            "what is needed, or tell why."
        ),
    ),
    Point(
        "photo",
        _("Does it ask for a photograph?"),
        _("Please do not ask applicants for a photograph."),
    ),
    Point(
        "unpaid",
        _("Is somebody to work unpaid, “on trial”?"),
        _("The ad speaks of unpaid work. Work on trial is paid work too."),
    ),
    Point(
        "fee",
        _("Does applying or starting cost the applicant something?"),
        _("Applying and starting must cost the applicant nothing."),
    ),
    Point(
        "chain",
        _("Is it network marketing or work without an employer?"),
        _("This looks like network marketing or like work without an employer. We publish employment only."),
    ),
    Point(
        "pay",
        _("Is it unclear what is paid, or when applicants are told?"),
        _("Please tell the pay or its range, or say when applicants are told."),
    ),
)

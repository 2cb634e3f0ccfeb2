"""Who gets what at every address of the site, as a status code: {name: {row: (read, send)}}.

An address that is not here fails the tests until somebody has thought about it.
"""

from .cast import OURS, PERSONAS, STATES

# Led to the page that signs people in.
SIGN_IN = "sign in"
STAFF = ("editor_kolari", "moderator_kolari", "moderator_pajala", "administrator")


def everybody(status):
    return dict.fromkeys(PERSONAS, status)


def signed_in(status, **others):
    return everybody(status) | {"visitor": SIGN_IN} | others


def ours(status):
    """For all who post for the organisation; to anybody else there is no such thing."""
    return signed_in(404) | dict.fromkeys(OURS, status)


def managers(status):
    return ours(status) | {"member": 403}


def people_who_post(status, otherwise):
    return signed_in(otherwise) | dict.fromkeys((*OURS, "stranger"), status)


def staff(status):
    return signed_in(403) | dict.fromkeys(STAFF, status)


NO = everybody(405)
# Only read, in whichever way it is asked for.
READ = {"": (everybody(200), everybody(200))}
READ_ONLY = {"": (everybody(200), NO)}
LEADS_ON = {"": (everybody(302), everybody(302))}
MISSING = {"": (everybody(404), everybody(404))}
TO_SIGN_IN = {"": (everybody(SIGN_IN), everybody(SIGN_IN))}


def ads(read, send):
    """The same for an ad in whichever state."""
    return dict.fromkeys(STATES, (read, send))


def public_ad(read, send):
    """Never public: missing. Over: gone."""
    return {
        "draft": (everybody(404), everybody(404)),
        "submitted": (everybody(404), everybody(404)),
        "open": (everybody(read), everybody(send)),
        "ended": (everybody(410), everybody(410)),
    }


def link_of_a_letter(read, send):
    """Whoever has the link may; a link of another page is worth nothing."""
    return {
        "own link": (everybody(read), everybody(send)),
        "another link": (everybody(410), everybody(410)),
    }


VERB = ads(ours(302), ours(302))

RIGHTS = {
    # The public board.
    "vacancies": READ_ONLY,
    "vacancies_rss": READ,
    "vacancies_atom": READ,
    "vacancy": public_ad(301, 405),
    "vacancy_ics": public_ad(200, 405),
    "count_vacancy": public_ad(405, 422),
    "report_vacancy": public_ad(200, 302),
    "open_api:vacancies": READ_ONLY,
    "open_api:vacancy": {state: (everybody(200 if state == "open" else 404), NO) for state in STATES},
    "open_api:openapi-json": READ,
    "open_api:api-root": LEADS_ON,
    "api": READ_ONLY,
    # Alerts.
    "make_alert": {"": (everybody(200), everybody(302))},
    "confirm_alert": link_of_a_letter(302, 302),
    "manage_alert": link_of_a_letter(200, 302),
    "renew_alert": link_of_a_letter(200, 302),
    "unsubscribe_alert": link_of_a_letter(200, 200),
    # The desk of people who post.
    "own_listings": {"": (signed_in(200), signed_in(405))},
    "post_vacancy": {"": (people_who_post(302, 200), people_who_post(302, 200))},
    "start_vacancy": {
        "new": (people_who_post(200, 302), signed_in(302)),
        "draft": (ours(302), ours(302)),
    },
    "own_vacancy": ads(ours(200), signed_in(405)),
    "edit_vacancy": {
        "draft": (ours(200), ours(302)),
        "submitted": (ours(302), ours(409)),
        "open": (ours(200), ours(302)),
        "ended": (ours(302), ours(409)),
    },
    "preview_vacancy": ads(ours(200), signed_in(405)),
    "submit_vacancy": VERB,
    "withdraw_vacancy": VERB,
    "discard_vacancy": VERB | {"open": (ours(200), ours(302))},
    "copy_vacancy": VERB,
    "delete_vacancy": VERB,
    "extend_vacancy": {
        "draft": (ours(200), ours(409)),
        "submitted": (ours(200), ours(409)),
        "open": (ours(200), ours(302)),
        "ended": (ours(200), ours(409)),
    },
    "end_vacancy": {
        "draft": (ours(302), ours(302)),
        "submitted": (ours(302), ours(302)),
        "open": (ours(200), ours(302)),
        "ended": (ours(200), ours(302)),
    },
    # Organisations.
    "organisations": {"": (signed_in(200), signed_in(200))},
    "add_organisation": {"": (signed_in(200), signed_in(302))},
    "organisation": {"": (ours(200), ours(200))},
    "edit_organisation": {"": (managers(200), managers(302))},
    "invite_member": {"": (NO, managers(302))},
    "withdraw_invitation": {"": (NO, managers(302))},
    "change_member": {"": (NO, managers(302))},
    "remove_member": {"": (NO, managers(302))},
    "leave_organisation": {"": (NO, ours(302))},
    # The link of the letter shows it; it is taken up by whom the letter was for.
    "invitation": {
        "": (
            everybody(200) | dict.fromkeys(OURS, 302),
            everybody(403) | dict.fromkeys(OURS, 302),
        )
    },
    # One's own account.
    "account_home": {"": (signed_in(200), signed_in(302))},
    "own_data": {"": (signed_in(SIGN_IN), signed_in(SIGN_IN))},
    "erase_account": {"": (signed_in(SIGN_IN), signed_in(SIGN_IN))},
    "sign_in_again": {"": (signed_in(200), signed_in(SIGN_IN))},
    # Pages and files.
    "wagtail_serve": {
        "front page": (everybody(200), everybody(200)),
        "draft": (everybody(404), everybody(404)),
    },
    "wagtaildocs_serve": READ,
    "wagtailcore_authenticate_with_password": MISSING,
    "wagtaildocs_authenticate_with_password": MISSING,
    "design": {"": (staff(200), staff(200))},
    "healthz": READ_ONLY,
    "robots_txt": READ_ONLY,
    "security_txt": READ_ONLY,
    "sitemap": READ,
    "favicon": LEADS_ON,
    # Wagtail's own ways in lead to the site's.
    "wagtailadmin_login": TO_SIGN_IN,
    "wagtailcore_login": TO_SIGN_IN,
    # Addresses without a name.
    "/cms/password_reset/": TO_SIGN_IN,
    "/api/": LEADS_ON,
    "/fi/tyopaikat/<int:pk>/": public_ad(301, 405),
}
# allauth's own pages, about nobody but who asks; what is in them is tested in tests/accounts.
ALLAUTH = ("account_", "mfa_", "usersessions_")
ALLAUTH_ANSWERS = (200, 302, 403, 404, 405, 422)

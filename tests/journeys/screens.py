"""Every screen of the job board with what its reader may find there. `tests/journeys/board.py` makes the
rows that are named here."""

from dataclasses import dataclass

from jobs.forms import STEPS

ELEVEN_WORDS = "+".join("abcdefghijk")
ONE_LETTER_WRONG = "sairaanhotaja"
MANY = (
    "?q=hoitaja&place=kolari&place=pajala&can_apply=fi&can_apply=sv&extent=full&hours=day&pay=1&sort=closing"
)
WITH_REMARKS = ("what", "terms", "text", "apply")


@dataclass(frozen=True)
class Screen:
    name: str
    row: str = ""
    query: str = ""
    more: tuple = ()
    # Whose: nobody's in particular, or one of the board's people.
    who: str = ""
    status: int = 200
    # A wrong value for one field, then the form is sent and refused.
    wrong: tuple = ()
    is_refused: bool = False

    def __str__(self):
        return " ".join(filter(None, (self.name, self.row, self.query, *self.more, self.who)))


def refused(name, row="", *, wrong=(), **more):
    return Screen(name, row, wrong=wrong, is_refused=True, **more)


SEEKERS = [
    Screen("vacancies"),
    Screen("vacancies", query="?page=2"),
    Screen("vacancies", query=f"{MANY}&filters=open"),
    Screen("vacancies", query="?q=zzzzqqq&place=kolari"),
    Screen("vacancies", query=f"?q={ONE_LETTER_WRONG}"),
    Screen("vacancies", query=f"?q={ELEVEN_WORDS}", status=422),
    Screen("vacancy", "bare"),
    Screen("vacancy", "full"),
    Screen("vacancy", "in Finnish"),
    Screen("vacancy", "in Swedish"),
    Screen("vacancy", "ended", status=410),
    refused("report_vacancy", "full"),
    Screen("report_vacancy", "full", query="?sent=1"),
    Screen("api"),
]
ALERTS = [
    refused("make_alert", more=("vacancy",), query=MANY),
    refused("make_alert", more=("vacancy",), wrong=("email", "saavutettavuus")),
    Screen("make_alert", more=("vacancy",), query="?sent=1"),
    Screen("confirm_alert", "unconfirmed"),
    Screen("confirm_alert", more=("too-old",), status=410),
    Screen("manage_alert", "alert"),
    Screen("manage_alert", "alert", query="?done=confirmed"),
    Screen("manage_alert", "paused", query="?done=saved"),
    Screen("renew_alert", "alert"),
    Screen("unsubscribe_alert", "alert"),
    refused("unsubscribe_alert", "ended alert"),
    Screen("unsubscribe_alert", "ended alert", query="?thanks=1"),
]
STEPS_OF_DRAFTS = [
    refused("post_vacancy", who="boss"),
    refused("edit_vacancy", "empty", more=("where",), wrong=("postcode", "abc"), who="boss"),
    *(
        refused("edit_vacancy", "empty", more=(key,), who="boss")
        for key in ("terms", "languages", "text", "apply")
    ),
    *(Screen("edit_vacancy", "ready", more=(step.key,), who="boss") for step in STEPS),
    *(
        Screen("edit_vacancy", "doubtful", more=(key,), who="boss")
        for key in ("what", "terms", "text", "apply")
    ),
    Screen("preview_vacancy", "empty", who="boss"),
    Screen("preview_vacancy", "ready", who="boss"),
    Screen("preview_vacancy", "doubtful", who="boss"),
    Screen("preview_vacancy", "change begun", who="boss"),
]
LATER = [
    Screen("own_listings", who="boss"),
    Screen("own_listings", who="newcomer"),
    Screen("post_vacancy", who="newcomer"),
    *(
        Screen("own_vacancy", row, who="boss")
        for row in (
            *("empty", "ready", "in review", "changes asked", "refused", "full", "change begun"),
            *("change in review", "change to correct", "ended", "taken down"),
        )
    ),
    refused("end_vacancy", "full", who="boss"),
    Screen("end_vacancy", "ended", who="boss"),
    refused("extend_vacancy", "full", wrong=("until", ""), who="boss"),
    Screen("extend_vacancy", "ended", who="boss"),
    Screen("discard_vacancy", "change begun", who="boss"),
]
ORGANISATIONS = [
    Screen("organisations", who="boss"),
    Screen("organisations", who="newcomer"),
    refused("add_organisation", who="newcomer"),
    Screen("organisation", "firm", who="boss"),
    Screen("organisation", "firm", who="colleague"),
    Screen("organisation", "new firm", who="boss"),
    Screen("organisation", "refused firm", who="boss"),
    refused("edit_organisation", "firm", wrong=("name", ""), who="boss"),
    Screen("invitation", "invitation"),
    Screen("invitation", "invitation", who="invited"),
    Screen("invitation", "invitation", who="newcomer"),
    Screen("invitation", "old invitation", status=410),
]
SCREENS = {
    "seekers": SEEKERS,
    "alerts": ALERTS,
    "steps": STEPS_OF_DRAFTS,
    "later": LATER,
    "organisations": ORGANISATIONS,
}
IN_THE_DARK = [
    Screen("vacancies", query=f"{MANY}&filters=open"),
    Screen("vacancy", "full"),
    Screen("vacancy", "ended", status=410),
    refused("report_vacancy", "full"),
    Screen("manage_alert", "alert"),
    refused("edit_vacancy", "empty", more=("terms",), who="boss"),
    Screen("preview_vacancy", "doubtful", who="boss"),
    Screen("own_listings", who="boss"),
    Screen("own_vacancy", "changes asked", who="boss"),
    Screen("organisation", "firm", who="boss"),
]
NO_SCREEN = {
    None: "leads to the same address with its words",
    "start_vacancy": "where post_vacancy leads",
    "invite_member": "a form of the organisation's page",
    "vacancies_rss": "a feed",
    "vacancies_atom": "a feed",
    "vacancy_ics": "an appointment",
    "count_vacancy": "answers a script",
    "submit_vacancy": "a button; refused, it answers with the preview",
    "withdraw_vacancy": "a button",
    "copy_vacancy": "a button",
    "delete_vacancy": "a button",
    "leave_organisation": "a button",
    "change_member": "a button",
    "remove_member": "a button",
    "withdraw_invitation": "a button",
}

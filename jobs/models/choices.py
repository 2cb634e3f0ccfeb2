"""What can be chosen of a vacancy. The values stand in addresses and stored alerts: they never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EmploymentForm(models.TextChoices):
    PERMANENT = "permanent", _("permanent")
    FIXED_TERM = "fixed_term", _("fixed-term")
    SUBSTITUTE = "substitute", _("substitute")
    SEASONAL = "seasonal", _("seasonal work")
    SUMMER = "summer", _("summer job")
    ON_CALL = "on_call", _("called in when needed")
    AGENCY = "agency", _("agency work")
    TRAINEE = "trainee", _("traineeship")
    APPRENTICE = "apprentice", _("apprenticeship")
    ASSIGNMENT = "assignment", _("assignment")


class Extent(models.TextChoices):
    FULL = "full", _("full-time")
    PART = "part", _("part-time")
    EITHER = "either", _("full-time or part-time")


class Hours(models.TextChoices):
    DAY = "day", _("daytime")
    EVENING = "evening", _("evenings")
    NIGHT = "night", _("nights")
    WEEKEND = "weekend", _("weekends")
    SHIFT = "shift", _("shift work")
    PERIOD = "period", _("period-based hours")
    FLEXIBLE = "flexible", _("flexible hours")
    ROTATION = "rotation", _("rotation: weeks on, weeks off")


class Remote(models.TextChoices):
    NONE = "", _("at the workplace")
    PARTLY = "partly", _("partly remote")
    FULLY = "fully", _("fully remote")


class Start(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    ON_DATE = "on_date", _("on a date")
    BY_AGREEMENT = "by_agreement", _("by agreement")


class PayUnit(models.TextChoices):
    HOUR = "hour", _("per hour")
    DAY = "day", _("per day")
    WEEK = "week", _("per week")
    MONTH = "month", _("per month")
    YEAR = "year", _("per year")


class PayBasis(models.TextChoices):
    FIXED = "fixed", _("fixed pay")
    PIECE = "piece", _("piecework")
    COMMISSION = "commission", _("commission")
    MIXED = "mixed", _("fixed pay and commission")


class PayTold(models.TextChoices):
    """When applicants learn the pay: the directive 2023/970 asks for it in good time, not in the ad."""

    IN_AD = "in_ad", _("in the ad")
    BEFORE_INTERVIEW = "before_interview", _("told before the interview")


class LanguageNeed(models.TextChoices):
    PLUS = "plus", _("an advantage")
    BASIC = "basic", _("basics are enough")
    GOOD = "good", _("good")
    FLUENT = "fluent", _("fluent")


# Codes of the languages an ad can ask for; their names are settings.LANGUAGE_MARKS.
WORK_LANGUAGES = ("fi", "sv", "en", "fit", "se")
NEEDED = (LanguageNeed.BASIC, LanguageNeed.GOOD, LanguageNeed.FLUENT)


class Education(models.TextChoices):
    NONE = "none", _("no particular education")
    BASIC = "basic", _("basic education")
    UPPER_SECONDARY = "upper_secondary", _("vocational or upper secondary")
    BACHELOR = "bachelor", _("bachelor's degree or university of applied sciences")
    MASTER = "master", _("master's degree")


class Licence(models.TextChoices):
    """Categories of the driving licence; the same letters in both countries."""

    AM = "AM", "AM"
    A = "A", "A"
    B = "B", "B"
    BE = "BE", "BE"
    C = "C", "C"
    CE = "CE", "CE"
    D = "D", "D"
    T = "T", _("T (tractor)")


class Filled(models.TextChoices):
    YES = "yes", _("Yes, all positions")
    PARTLY = "partly", _("Some of them")
    NO = "no", _("No")
    CANCELLED = "cancelled", _("The position was withdrawn")


class FoundThrough(models.TextChoices):
    HERE = "here", _("this site")
    JOB_BANK = "job_bank", _("a national job bank")
    SOCIAL = "social", _("social media")
    CONTACTS = "contacts", _("own contacts")
    OTHER = "other", _("elsewhere")

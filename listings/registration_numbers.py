"""Y-tunnus and organisationsnummer: checked by their check digits, kept in one spelling."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as NoSuchNumber
from stdnum.fi import ytunnus
from stdnum.se import orgnr

REGISTERS = {"FI": ytunnus, "SE": orgnr}
# In Sweden a firm of one person has that person's identity number. Only a legal person's has 2 or more
# as its third digit.
FIRST_OF_LEGAL_PERSONS = "2"
WRONG = {
    "FI": _("This is no Y-tunnus. It has seven digits, a dash and one more digit: 1234567-8."),
    "SE": _("This is no organisationsnummer. It has six digits, a dash and four more: 123456-7890."),
}
PERSONAL = _(
    "This looks like a personal identity number, and we do not keep those. If you run a firm of your own "
    "in Sweden, choose “household or a firm of one person” and leave this empty."
)


def canonical(number, country):
    """1234567-8 or 123456-7890; refuses what cannot be a number of that country's register."""
    register = REGISTERS[country]
    try:
        compact = register.validate(unicodedata.normalize("NFKC", number))
    except NoSuchNumber:
        raise ValidationError(WRONG[country], code="wrong_number") from None
    if country == "SE" and compact[2] < FIRST_OF_LEGAL_PERSONS:
        raise ValidationError(PERSONAL, code="personal_number")
    return register.format(compact)

import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

one_line = RegexValidator(r"[\r\n]", _("Write this on one line."), inverse_match=True)

LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
HOST = re.compile(rf"(?:{LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{2,59}})")
# Names that lead to the reader's own computer or network.
INNER = ("local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa", "onion", "invalid")
USUAL_PORTS = {"http": 80, "https": 443}

bad_link = ValidationError(
    _("Give the address of a public web page, for example https://www.kolari.fi/jobs."), code="bad_link"
)


def validate_link(link):
    """A web address that people may be sent to. Django's own check lets through an address of the reader's
    own network, one with a name and password before the host, and one without a scheme."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zs", "Zl", "Zp") or sign == "\\" for sign in link):
        raise bad_link
    try:
        parts = urlsplit(link)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise bad_link from None
    if parts.scheme not in USUAL_PORTS or "@" in parts.netloc or parts.netloc.endswith(":"):
        raise bad_link
    if port not in (None, USUAL_PORTS[parts.scheme]) or not is_public_name(host):
        raise bad_link


def is_public_name(host):
    try:
        ascii_name = host.encode("idna").decode()
        name = ascii_name.encode().decode("idna")
    except UnicodeError:
        return False
    if not HOST.fullmatch(ascii_name) or ascii_name.rpartition(".")[2] in INNER:
        return False
    # "kоlari.fi" with a Cyrillic o, and letters that only look like others once they are normalised.
    is_plain = host == ascii_name or unicodedata.normalize("NFKC", host).casefold() == name == host
    return is_plain and all(is_latin(letter) for letter in name if letter.isalpha())


def is_latin(letter):
    return unicodedata.name(letter, "").startswith("LATIN")


def host_of(link):
    """The host as people read it: xn--hyvskyl-8wa.fi is hyväskylä.fi."""
    host = urlsplit(link).hostname or ""
    try:
        return host.encode().decode("idna")
    except UnicodeError:
        return host

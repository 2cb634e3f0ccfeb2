from urllib.parse import urlsplit


def host_of(url):
    """Where a link leads, as people read it; nothing for what is no web address, which must not become a
    link. Letters of other alphabets are shown as browsers resolve them: no address looks like another."""
    try:
        parts = urlsplit(url or "")
        if parts.scheme not in ("http", "https"):
            return ""
        return (parts.hostname or "").encode("idna").decode().removeprefix("www.")
    except (ValueError, UnicodeError):
        return ""

"""The front page asks for a place in one field, whichever button is pressed after it: ?where=kolari or
?where=kolari-akaslompolo. The searches know a municipality and a village."""

from places.banks import banks


def with_place(data):
    where = data.get("where") if data else None
    if not where:
        return data
    spread = data.copy()
    del spread["where"]
    spread["place" if where in {bank.key for bank in banks()} else "village"] = where
    return spread

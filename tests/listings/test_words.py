import pytest

from listings.words import asked_words, compound_parts, fold, forms, stored_words


def finds(question, text, language):
    stored = stored_words(text, language)
    return all(not asked.isdisjoint(stored) for asked in asked_words(question, language))


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fi", "asunto", "Vapaat asunnot Kolarissa"),
        ("fi", "asunnot", "Asunto vapautuu kesällä"),
        ("fi", "yö", "Yötön yö kestää kuusi viikkoa"),
        ("fi", "sillat", "Silta vie yli joen"),
        ("fi", "akaslompolo", "Koulu Äkäslompolossa"),
        ("fi", "sairaanhoitajaksi", "Sairaanhoitaja kotihoitoon"),
        ("fi", "hoitaja", "Sairaanhoitaja kotihoitoon"),
        ("fi", "asunto", "Rivitaloasunto Sieppijärvellä"),
        ("sv", "bostad", "Lediga bostäder i Pajala"),
        ("sv", "korkort", "Byta körkort"),
        ("sv", "skolor", "Skolan i Tärendö"),
        ("sv", "sjukskoterska", "Sjuksköterskor sökes"),
        ("sv", "stuga", "Timmerstugan vid älven"),
        ("sv", "TÄRENDÖ", "byn Tärendö"),
    ],
)
def test_a_word_finds_its_other_forms(language, question, text):
    assert finds(question, text, language)


@pytest.mark.parametrize(
    ("language", "question", "text"),
    [
        ("fi", "vero", "Vapaat asunnot"),
        ("fi", "koira", "Koulu ja kirjasto"),
        ("sv", "skola", "Du ska anmäla flytten"),
        ("sv", "skatt", "Huset har en kamin"),
        ("fi", "hoitaja verotus", "Sairaanhoitaja kotihoitoon"),
    ],
)
def test_a_word_does_not_find_what_is_not_there(language, question, text):
    assert not finds(question, text, language)


def test_marks_and_signs_are_no_words():
    assert asked_words('  "%_\\ …  –  ()', "fi") == []
    assert fold("Ylläsjärvi Å") == "yllasjarvi a"


def test_a_language_without_tools_is_compared_as_it_is_written():
    assert forms("väylä", "fit") == {"vayla"}
    assert compound_parts("väylänranta", "fit") == frozenset()

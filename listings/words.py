"""Reduces words so that any form of a Finnish or Swedish word finds any other, with or without dots.

Texts are reduced when stored and questions when asked, by the same functions, so both databases give
the same answers. Why this way and not the database's own stemming: docs/decisions/search.md.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

import simplemma
import snowballstemmer

STEMMERS = {"fi": "finnish", "sv": "swedish", "en": "english"}
WORD = re.compile(r"[^\W\d_]+|\d+")
# Nobody writes longer ones; an index takes no longer ones either.
LONGEST = 60
# Shorter ends (yö, ö, by) would tie words together that have nothing in common: every third chance string
# of three letters is some dictionary's word, so of those only the usual ones.
SHORTEST_TAIL, SHORTEST_HEAD = 4, 3
SHORT_TAILS = {"työ", "maa", "tie", "puu", "hus", "bil", "kök", "båt", "tåg", "väg", "rum", "tid"}
# How a word changes when it begins a compound: what is taken off its end, and put there, to know it again.
JOINTS = {"fi": (("n", ""),), "sv": (("s", ""), ("", "a"), ("", "e"))}
# A shorter stem is many words'.
SHORTEST_STEM = 4
DOTTED = {"a": "aäå", "o": "oö"}
MOST_DOTTED = 1000
# Before a word that stands in a title or a name; no word holds letters and digits both.
HEAD_MARK = "t1"
# They stand in every text, or in none: a question is about its other words.
LITTLE_WORDS = {
    "a", "an", "and", "at", "av", "de", "den", "det", "en", "ett", "for", "för", "hos", "i", "in", "inom",
    "ja", "med", "of", "och", "on", "or", "på", "sekä", "som", "tai", "the", "till", "to", "vid", "åt",
}  # fmt: skip
# What the dictionary gets wrong: it would tie Swedish "ska" to school, and bridges to "silla".
TRUE_FORMS = {"ska": "ska", "skall": "skall", "skulle": "skulle", "sillat": "silta"}
# Parts that begin compounds and stand in no dictionary by themselves.
BOUND_HEADS = {"lähi", "varhais", "erityis", "esi", "under", "över"}


def fold(text):
    """Lower case without dots, rings and accents: Äkäslompolo → akaslompolo."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def token(word):
    """A folded word as it is stored. Some letters fold to several with spaces or points between, which
    would be two words to a database."""
    return "".join(character for character in fold(word) if character.isalnum())


@cache
def stemmer(language):
    return snowballstemmer.stemmer(STEMMERS[language])


@lru_cache(maxsize=50_000)
def forms(word, language):
    """The word, its stem and its dictionary form, folded. A language without tools gives the word."""
    word = word.casefold()
    found = {token(word)}
    if language in STEMMERS:
        found.add(token(stemmer(language).stemWord(word)))
        found.add(token(dictionary_form(word, language)))
    return frozenset(found)


def dictionary_form(word, language):
    # low_memory: 74 MB and 2 s to load instead of 490 MB and 5 s (measured on simplemma 2.0.0).
    return TRUE_FORMS.get(word) or simplemma.lemmatize(word, lang=language, low_memory=True)


def load_dictionaries():
    """They are read when first asked, which would make somebody wait for 2 s."""
    for language in STEMMERS:
        is_word("a", language)


def is_word(part, language):
    return simplemma.is_known(part, lang=language, low_memory=True)


@lru_cache(maxsize=50_000)
def compound_parts(word, language):
    """The words a compound is made of: rivitaloasunto → rivitalo, taloasunto, asunto, rivi, talo."""
    if language not in STEMMERS:
        return frozenset()
    found = set()
    for cut in range(SHORTEST_HEAD, len(word) - min(map(len, SHORT_TAILS)) + 1):
        head, tail = word[:cut], word[cut:]
        if not is_tail(tail, language) or not (heads := known_heads(head, language)):
            continue
        for part in {tail, *heads} - BOUND_HEADS:
            found |= {part} | compound_parts(part, language)
    return frozenset(found)


def is_tail(part, language):
    return (len(part) >= SHORTEST_TAIL or part in SHORT_TAILS) and is_word(part, language)


def known_heads(part, language):
    """The words this can be as the beginning of a compound: autonkuljettaja, skolkök. Loanwords too."""
    if part in BOUND_HEADS or is_word(part, language) or is_word(part, "en"):
        return {part}
    changed = {
        part.removesuffix(off) + on
        for off, on in JOINTS.get(language, ())
        if part.endswith(off) and len(part) - len(off) >= SHORTEST_HEAD
    }
    return {whole for whole in changed if is_word(whole, language)}


def stored_words(text, language):
    """What is kept beside a text to be found by: every word's forms and those of the parts of compounds."""
    found = set()
    for word in words_of(text):
        found |= forms(word, language)
        for part in compound_parts(word.casefold(), language):
            found |= forms(part, language)
    return found


def stored_text(heads, texts, names=()):
    """All words of a listing to be stored with it. `heads`, `texts` and `names` are pairs of text and
    language; `heads` and `names` are marked too, so that they can come first. A name is no compound."""
    marked = set().union(*(stored_words(*pair) for pair in heads))
    for text, language in names:
        marked = marked.union(*(forms(word, language) for word in words_of(text)))
    plain = marked.union(*(stored_words(*pair) for pair in texts))
    return " ".join(sorted(plain) + sorted(HEAD_MARK + word for word in marked))


def words_of(text):
    return {word for word in cut_words(text) if word.casefold() not in LITTLE_WORDS}


def cut_words(text):
    return [word[:LONGEST] for word in WORD.findall(text) if token(word)]


def words_in_order(text):
    """The words of a question that tell one text from another."""
    return [word for word in cut_words(text) if word.casefold() not in LITTLE_WORDS]


def asked_words(text, *languages):
    """One set of forms a word of the question; a text fits when it holds one form of each. A question may
    be in any of the languages."""
    return [asked_forms(word.casefold(), languages) for word in words_in_order(text)]


@lru_cache(maxsize=5_000)
def asked_forms(word, languages):
    """The forms to ask for. A dictionary that knows a word as its own first form is believed: its stem may
    be another word's (förare, lager). What no dictionary knows may lack its dots, or be rare or misspelt."""
    found = {token(word)}
    tooled = [language for language in languages if language in STEMMERS]
    knowing = [language for language in tooled if is_word(word, language)]
    for language in knowing:
        first = dictionary_form(word, language)
        if first != word:
            found |= {token(first)} | asked_stems(word, language)
    if not knowing:
        for language in tooled:
            for spelling in dotted(word):
                if is_word(spelling, language):
                    found.add(token(dictionary_form(spelling, language)))
            found |= asked_stems(word, language)
    return frozenset(found)


def asked_stems(word, language):
    return {form for form in forms(word, language) if len(form) >= SHORTEST_STEM}


def dotted(word):
    """The ways to put dots on a word written without: sjukskoterska → sjuksköterska, …"""
    return islice(map("".join, product(*(DOTTED.get(letter, letter) for letter in word))), MOST_DOTTED)

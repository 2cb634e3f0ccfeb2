"""Reduces words so that any form of a Finnish or Swedish word finds any other, with or without dots.

Texts are reduced when stored and questions when asked, by the same functions, so both databases give
the same answers. Why this way and not the database's own stemming: docs/decisions/search.md.
"""

import re
import unicodedata
from functools import cache, lru_cache

import simplemma
import snowballstemmer

STEMMERS = {"fi": "finnish", "sv": "swedish", "en": "english"}
WORD = re.compile(r"[^\W\d_]+|\d+")
# Shorter tails (yö, ö, by) would tie words together that have nothing in common.
SHORTEST_TAIL, SHORTEST_HEAD = 4, 3
# The dictionary form of Swedish "ska" is spelt like the word for school.
FALSE_FORMS = {"ska": "skola", "skall": "skola", "skulle": "skola"}
# Parts that begin compounds and stand in no dictionary by themselves.
BOUND_HEADS = {"lähi", "varhais", "erityis", "esi", "under", "över"}


def fold(word):
    """Lower case without dots, rings and accents: Äkäslompolo → akaslompolo."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def stemmer(language):
    return snowballstemmer.stemmer(STEMMERS[language])


@lru_cache(maxsize=50_000)
def forms(word, language):
    """The word, its stem and its dictionary form, folded. A language without tools gives the word."""
    word = word.casefold()
    found = {fold(word)}
    if language in STEMMERS:
        found.add(fold(stemmer(language).stemWord(word)))
        # low_memory: 74 MB and 2 s to load instead of 490 MB and 5 s (measured on simplemma 2.0.0).
        lemma = simplemma.lemmatize(word, lang=language, low_memory=True)
        if FALSE_FORMS.get(word) != lemma:
            found.add(fold(lemma))
    return frozenset(found)


def is_word(part, language):
    return simplemma.is_known(part, lang=language, low_memory=True)


@lru_cache(maxsize=50_000)
def compound_tails(word, language):
    """The words a compound ends in: rivitaloasunto → taloasunto, asunto."""
    if language not in STEMMERS:
        return frozenset()
    word = word.casefold()
    return frozenset(
        word[cut:]
        for cut in range(SHORTEST_HEAD, len(word) - SHORTEST_TAIL + 1)
        if is_word(word[cut:], language) and is_head(word[:cut], language)
    )


def is_head(part, language):
    """Whether a compound may begin so; Swedish joins with an s, Finnish with a genitive n."""
    return (
        part in BOUND_HEADS or is_word(part, language) or (part[-1] in "sn" and is_word(part[:-1], language))
    )


def stored_words(text, language):
    """What is kept beside a text to be found by: every word's forms and those of compounds' tails."""
    found = set()
    for word in set(WORD.findall(text)):
        found |= forms(word, language)
        for tail in compound_tails(word, language):
            found |= forms(tail, language)
    return found


def asked_words(text, language):
    """One set of forms a word of the question; a text fits when it holds one form of each."""
    return [forms(word, language) for word in WORD.findall(text)]

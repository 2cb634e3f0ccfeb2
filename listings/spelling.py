"""What to search for instead when a word asked for stands nowhere."""

from .word_index import Question, standing
from .words import STEMMERS, asked_forms, asked_words, is_word, stemmer, token, words_in_order

# A shorter beginning, or a shorter word with another letter, is too many other words.
SHORTEST_BEGINNING, SHORTEST_MISSPELT = 4, 7
# Each letter more makes sixty spellings more, and those of a word of 46 letters took a second.
LONGEST_MISSPELT = 24
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
# Each misspelt word costs a few hundred look-ups.
MOST_MENDED = 3


def mend(text, entries, languages):
    """The question with every word that finds nothing replaced by what begins with it, or else by the
    word that is one letter off; and the words then used, or None if no spelling was changed."""
    words = words_in_order(text)
    asked = asked_words(text, *languages)
    dead = [place for place, forms_ in enumerate(asked) if not holds(entries, forms_)]
    mended = {}
    for place in dead[:MOST_MENDED]:
        beginning = token(words[place]) + "*"
        if len(beginning) > SHORTEST_BEGINNING and holds(entries, {beginning}):
            asked[place] = frozenset({beginning})
        elif spelling := one_letter_off(words[place], entries.model, languages):
            asked[place] = asked_forms(spelling, tuple(languages))
            mended[place] = spelling
    shown = " ".join(mended.get(place, word) for place, word in enumerate(words)) if mended else None
    return Question(tuple(asked)), shown


def holds(entries, forms_):
    # Counted, since for a single row PostgreSQL may choose to read the words of all.
    return entries.filter(words__holds=Question((frozenset(forms_),))).count() > 0


def one_letter_off(word, model, languages):
    """The likeliest word in use that differs by one letter, or None. A word of a dictionary is as it
    should be."""
    tooled = [code for code in languages if code in STEMMERS]
    if not SHORTEST_MISSPELT <= len(word) <= LONGEST_MISSPELT or is_known(word.casefold(), tooled):
        return None
    forms_of = {
        spelling: {token(spelling), *(token(stemmer(code).stemWord(spelling)) for code in tooled)}
        for spelling in spellings(word.casefold())
    }
    in_use = standing(model, set().union(*forms_of.values()))

    def likelihood(spelling):
        return token(spelling) in in_use, is_known(spelling, tooled)

    fitting = sorted(spelling for spelling, forms_ in forms_of.items() if not in_use.isdisjoint(forms_))
    return max(fitting, key=likelihood, default=None)


def is_known(word, languages):
    return any(is_word(word, language) for language in languages)


def spellings(word):
    """Every word that a letter left out, put in, exchanged, or swapped with the next makes of it."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in LETTERS),
        *(head + letter + tail for head, tail in cuts for letter in LETTERS),
    } - {word}

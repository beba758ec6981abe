"""Which language she writes in, where her small words leave no doubt.

It is told to answer her in it; what is heard never depends on it, since people change inside one text.
"""

import re
from collections.abc import Iterable

from messages.language import Language

WORDS_MIN = 2
"""Different ones of one language, and none of the other: one may be a slip, or a borrowed word."""
_ENGLISH = frozenset(
    (
        *("i", "im", "ive", "id", "ill", "my", "is", "am", "are", "was", "were", "been", "have", "has", "had", "do"),
        *("does", "did", "dont", "cant", "wont", "didnt", "isnt", "the", "and", "to", "of", "it", "its", "that"),
        *("this", "what", "when", "how", "why", "who", "can", "could", "should", "would", "will", "you", "your"),
        *("with", "for", "not", "but", "so", "just", "still", "now", "after", "from", "out", "up", "too", "very"),
        *("really", "feel", "want", "need", "know", "think", "get", "got", "going", "stop", "please", "there"),
        *("they", "she"),
    )
)
_SPANISH = frozenset(
    (
        *("que", "el", "la", "los", "las", "de", "del", "y", "en", "un", "una", "mi", "mis", "yo", "se", "lo", "le"),
        *("es", "esta", "estoy", "toy", "estaba", "tengo", "tiene", "tuve", "siento", "puedo", "puede", "quiero"),
        *("hay", "ya", "muy", "mucho", "mucha", "pero", "por", "para", "con", "sin", "porque", "cuando", "como"),
        *("cuanto", "donde", "desde", "hasta", "todo", "toda", "todos", "nada", "mas", "bien", "ahora", "hoy", "ayer"),
        *("al", "si", "su", "sus", "usted", "ustedes", "duele", "sangre", "sangro", "fiebre", "gracias", "favor"),
    )
)
"""Words that both have ("me", "no", "a", "he", "son") stand in neither."""
_CODE = re.compile(r"\b[a-z]+ \d [a-z]+ \d\b")
"""Of a page: the plain words of "Y6D6" are "y 6 de 6", two small ones of nobody's language."""


def tongue_of(words: str, rules: Iterable[str] = ()) -> Language | None:
    """`words` as `plain` makes them. None where both are in it, or too little of either. Of a few words the `rules`
    that heard a sign in them tell, where all are of one language: "me desmayé"."""
    said = set(_CODE.sub(" ", words).split())
    english, spanish = len(said & _ENGLISH), len(said & _SPANISH)
    if english and spanish:
        return None
    if english >= WORDS_MIN:
        return Language.ENGLISH
    if spanish >= WORDS_MIN:
        return Language.SPANISH
    spoken = {rule.rpartition(".")[2] for rule in rules} & set(Language)
    return Language(spoken.pop()) if len(spoken) == 1 else None

"""What her question is about: what rules find named in it and what a trained network makes of it, weighed together.

A wrong answer is worse than none: either may be outvoted, and a topic that is not sure is answered and read by a
person too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from messages.hearing.features import Feature
from messages.hearing.network import Network, log_sum, network
from messages.hearing.normalize import Plain
from messages.hearing.reading import Topic
from messages.hearing.topics import TOPICS_MAX, Named, asks_how_to_reach_us, topics_named
from messages.hearing.weights import packaged_weights

WEIGHTS_FILE = "topics.bin"
NONE = "none"
CLASSES = (*(topic.value for topic in Topic), NONE)
NAMED_ADDS = 3.0
HINTED_ADDS = 1.0
"""Log odds. Of nine settings the one that answered most questions of an exam right, and wrong least."""
NONE_YIELDS = 1.0
"""The network has been shown more questions that no answer of ours fits than a clinic gets."""
SECOND_WITHIN, NAMED_WITHIN = 0.5, 4.0
"""How much less likely a second topic may be: where she names two, the network need only not rule one out."""
SURE_FROM = 0.7
"""Of what is weighed together, as a share: below it a person reads the question too."""
PLAINLY_NONE = 0.99
"""From this share on the rules are not asked."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """At most two topics, as she names them, else the likelier first. `guessed`: a person should read it too."""

    topics: tuple[Topic, ...] = ()
    guessed: bool = False


def subjects_in(heard: Plain, found: Sequence[Feature]) -> Subjects:
    """`found` are the features of the same text."""
    if asks_how_to_reach_us(heard):
        return Subjects((Topic.CONTACT,))
    trained = _network()
    seen = trained.seen(found)
    if seen is None:
        named = topics_named(heard)
        return Subjects(named.topics, guessed=bool(named.topics))
    scores = trained.scores(seen)
    total = log_sum(scores)
    logs = dict(zip(CLASSES, (score - total for score in scores), strict=True))
    return Subjects() if logs[NONE] > math.log(PLAINLY_NONE) else weighed(logs, topics_named(heard))


def weighed(logs: dict[str, float], named: Named) -> Subjects:
    """`logs`: of each class, the logarithm of its share by the network."""
    logs = logs | {NONE: logs[NONE] - NONE_YIELDS}
    for topic in named.topics:
        logs[topic.value] += HINTED_ADDS if named.hinted else NAMED_ADDS
    ranked = sorted(logs, key=logs.__getitem__, reverse=True)
    if ranked[0] == NONE:
        return Subjects()
    kept = _kept(logs, ranked, named)
    share = math.exp(log_sum([logs[name] for name in kept]) - log_sum(list(logs.values())))
    topics = tuple(Topic(name) for name in kept)
    return Subjects(named.topics if set(named.topics) == set(topics) else topics, guessed=share < SURE_FROM)


def _kept(logs: dict[str, float], ranked: list[str], named: Named) -> list[str]:
    """Of what is weighed, at most two. Of two that she names the network may only rule one out, not outdo them."""
    best = logs[ranked[0]]
    if len(named.topics) > 1 and not named.hinted:
        plainly = [topic.value for topic in named.topics if logs[topic.value] > best - NAMED_WITHIN]
        return plainly if len(plainly) > 1 else list(dict.fromkeys([ranked[0], *plainly]))
    return [ranked[0], *(name for name in ranked[1:TOPICS_MAX] if name != NONE and logs[name] > best - SECOND_WITHIN)]


@cache
def _network() -> Network:
    return network(packaged_weights(WEIGHTS_FILE, CLASSES))

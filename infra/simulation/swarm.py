"""Which faults a seed's world has, and how often: drawn anew for each seed, so that no two are attacked alike."""

from dataclasses import dataclass, fields, replace
from random import Random

HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Swarm:
    """Each value is a share of the occasions on which the fault could happen; the defaults are the most of each."""

    killed_before: float = 0.03  # a worker dies just before it touches the world
    killed_after: float = 0.03  # and just after
    interleaved: float = 0.15  # something else happens in the middle of a worker's steps
    slow: float = 0.1  # a step takes seconds
    store_refuses: float = 0.05  # throttled or down, nothing happened
    store_unsure: float = 0.1  # the transaction succeeded and answers with an error
    store_conflicts: float = 0.15
    index_stale: float = 0.3
    queue_refuses: float = 0.15
    queue_unsure: float = 0.15  # it was queued and answers with an error
    message_twice: float = 0.3
    message_late: float = 0.3
    tick_missed: float = 0.5
    tick_twice: float = 0.5
    tick_late: float = 0.3  # by up to a minute and a half, so that the next one may be there first
    outages: float = 0.004  # of minutes with something due: everything is down for an hour
    mornings: float = 1.0  # of the mornings of a clinic: its list is told
    send_unheard: float = 0.3  # a time-out after the provider accepted
    send_lost: float = 0.3  # a time-out before
    send_failed: float = 0.3  # a server error of the provider's, with the text taken or not
    send_unreached: float = 0.3
    send_throttled: float = 0.3
    send_refused: float = 0.004  # for good: no such number
    mail_unheard: float = 0.3  # as with texts
    mail_lost: float = 0.3
    ask_in_vain: float = 0.5
    listed_late: float = 0.5
    callback_never: float = 0.5
    callback_late: float = 0.4
    callback_twice: float = 0.5
    callback_contrary: float = 0.2
    undelivered: float = 0.2
    webhook_lost: float = 0.5
    webhook_twice: float = 0.5
    webhook_late: float = 0.3
    misunderstood: float = 0.05  # understanding fails: the text is unreadable
    new_release: float = HALF  # the newest content is released in the middle
    old_worker: float = HALF  # for hours after that: a worker of the release before, which knows nothing of it
    list_cut: float = 0.3  # a list of what was received holds a few of the newest only
    service_missing: float = 0.9  # a text that came in bears a number and no messaging service
    numbers_unknown: float = 0.6  # the provider does not tell the numbers of a service, and lists what names it alone
    carried_late: float = 0.3  # a text is hours under way, as long as it may be
    contact_stops: float = 0.05  # of pages: whoever is on call writes STOP, and START another day
    page_quoted: float = 0.5  # of pages: a reaction, a forward, an automatic answer or a question bears its code
    nurse_enrolled: float = 0.8  # of the women: she is on call as well
    danger_beside_code: float = 0.9  # of pages to her: she writes of her own danger, and the code beside it
    shared_contact: float = HALF  # somebody is on call for two clinics
    cover_moves: float = 0.9  # of occasions: somebody is out or back, or on call at other times
    ladder_moves: float = 0.7  # somebody joins the ladder, leaves it, has another phone or another place
    hours_move: float = 0.5  # a clinic's hours and waits are others
    amended: float = 0.9  # of the women: staff amend how she is written to
    amended_in_doubt: float = 0.5  # of texts to her that did not leave: staff amend how she is written to just then
    written_to: float = 0.9  # staff write to her in their own words, urgent or not
    marked: float = 0.9  # staff say that a reading of hers was wrong
    erased: float = 0.4  # everything of her is erased in the middle


def odds(chance: Random, share: float) -> bool:
    return chance.random() < share


def drawn(chance: Random) -> Swarm:
    """Half of the faults, each of them seldom more often than often."""
    most = Swarm()
    shares = {
        one.name: getattr(most, one.name) * chance.random() ** 2 if chance.random() < HALF else 0.0
        for one in fields(Swarm)
    }
    return replace(most, **shares)


def none() -> Swarm:
    """A world in which nothing goes wrong."""
    return Swarm(**{one.name: 0.0 for one in fields(Swarm)})

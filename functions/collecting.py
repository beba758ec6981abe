"""Python's search for garbage, which rests until a container has answered its first event.

What importing makes is kept for ever, and an eighth of a cold start would go into searching it again and again.
"""

import gc

FIRST_EVENT_VALUES_MAX = 200_000
"""New ones before it is searched nevertheless: twice what a function is made of, some tens of megabytes."""
USUAL = gc.get_threshold()


def rest() -> None:
    gc.set_threshold(FIRST_EVENT_VALUES_MAX, *USUAL[1:])


def begin() -> None:
    """As usual from now on, but for what is there already: it belongs to the container."""
    if gc.get_threshold() != USUAL:
        gc.freeze()
        gc.set_threshold(*USUAL)

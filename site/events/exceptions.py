"""What the spine refuses. Both are mistakes of the programmer, never of a visitor."""


class BrokenPromise(ValueError):
    """The facts of an announcement are not the plain values that its catalogue line promises."""


class ListenerRefused(ValueError):
    """A listener has no stable name, or one that another listener of the event has already."""

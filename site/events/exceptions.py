"""What the spine refuses. Mistakes of the programmer, never of a visitor."""


class BrokenPromise(ValueError):
    """The facts of an announcement are not the plain values that its catalogue line promises."""


class ListenerRefused(ValueError):
    """A listener has no stable name, or one that another listener of the event has already."""


class ListenerUnknown(LookupError):
    """A delivery names a listener that nobody has connected: a release took it away."""


class LeaseLost(RuntimeError):
    """A listener took longer than its lease, and the delivery belongs to somebody else now."""

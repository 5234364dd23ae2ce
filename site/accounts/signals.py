"""What happens to people's accounts. Ids and plain values alone: no name and no address."""

from events.signals import DomainSignal

person_logged_in = DomainSignal("person_logged_in", provides=("person_id",))
"""Somebody has logged in, by whatever road; once a login."""

personal_data_requested = DomainSignal("personal_data_requested", provides=("export_id",))
"""A person, or an admin for them, has asked for a copy of all that is kept of them."""

personal_data_ready = DomainSignal("personal_data_ready", provides=("export_id",))
"""The copy can be fetched."""

erasure_requested = DomainSignal("erasure_requested", provides=("person_id",))
"""A person is to be erased when the days of grace are over; the account is closed by now."""

erasure_withdrawn = DomainSignal("erasure_withdrawn", provides=("person_id",))
"""A person keeps the account after all."""

person_erased = DomainSignal("person_erased", provides=("person_id",))
"""All that was personal is deleted or anonymous; the row of the person stays under its id."""

person_deactivated = DomainSignal("person_deactivated", provides=("person_id",))
"""An admin shut somebody out; every session of theirs has ended."""

person_reactivated = DomainSignal("person_reactivated", provides=("person_id",))
"""An admin let somebody in again."""

role_changed = DomainSignal("role_changed", provides=("person_id", "old_role", "new_role"))
"""A person is a student, instructor or admin now, and was another before."""

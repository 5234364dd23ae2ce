from wagtail import hooks

from accounts.viewsets import AssignRole

# After Wagtail's action of the same name, whose place it takes.
hooks.register("register_bulk_action", AssignRole, order=100)

from typing import Any

from wagtail.blocks import ChoiceBlock


class NameChoiceBlock(ChoiceBlock):
    """A choice among names. What JSON holds is the name itself.

    Wagtail looks every stored value up in the list, for keys that JSON cannot hold; with a long
    list and many blocks that was a fifth of a lesson's time.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("search_index", False)
        super().__init__(**kwargs)

    def normalize_choice(self, value: Any) -> Any:
        return value

"""A form whose fields show each of their states."""

from django import forms


class SampleForm(forms.Form):
    """Bound with a wrong address, it shows a hint, an error, a choice and a box to tick."""

    name = forms.CharField(
        label="Name", help_text="As others should read it.", widget=forms.TextInput
    )
    email = forms.EmailField(label="E-mail address")
    language = forms.ChoiceField(
        label="Language", choices=[("id", "Bahasa Indonesia"), ("en", "English")]
    )
    about = forms.CharField(
        label="About you", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    remind = forms.BooleanField(label="Remind me on the day before", required=False)


def make_sample_form() -> SampleForm:
    """Return the form as somebody sent it who stopped in the middle of an address."""
    sent = {"name": "Dewi A.", "email": "dewi@", "language": "id", "remind": "on"}
    data = {f"sample-{name}": value for name, value in sent.items()}
    return SampleForm(data, prefix="sample", label_suffix="", use_required_attribute=False)

"""What the list of one's own webhooks can be narrowed by."""

from __future__ import annotations

from django_filters import ChoiceFilter

from nexus.common.narrowing import Created
from nexus.webhooks.models import Webhook


class Webhooks(Created):
    state = ChoiceFilter(
        field_name="state", choices=Webhook.State.choices, label="Whether it is told of changes."
    )

"""What jobs tell the floors above."""

from __future__ import annotations

from django.dispatch import Signal

# job: Job — it is done, failed or cancelled; inside the transaction that ends it.
job_ended = Signal()
# now: datetime — what is too old by this moment may go.
cleaning_up = Signal()

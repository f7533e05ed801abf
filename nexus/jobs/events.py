"""What jobs tell the floors above, inside the transaction that ends one."""

from __future__ import annotations

from django.dispatch import Signal

# job: Job — it is done, failed or cancelled.
job_ended = Signal()

"""Every job is delivered five times, also after it ended."""

from __future__ import annotations

import psycopg

from tests.faults.matrix.outcome import Outcome, hurt, under_load
from tests.faults.matrix.stack import Stack

NAME = "each job delivered five times more"
FULL, SHORT = 10, 2
AGAIN = """
INSERT INTO jobs_outbox (topic, payload, created_at, attempts)
SELECT 'job', jsonb_build_object('job', id), now(), 0
FROM (SELECT id FROM jobs_job ORDER BY id DESC LIMIT 40) AS newest, generate_series(1, 5)
"""


def run(stack: Stack, *, full: bool) -> Outcome:
    outcome = Outcome(NAME)
    with under_load(stack, outcome):
        for _ in range(FULL if full else SHORT):
            hurt(stack, outcome, lambda: send_again(stack))
    return outcome


def send_again(stack: Stack) -> None:
    with psycopg.connect(stack.postgres.url, autocommit=True) as server:
        server.execute(AGAIN)

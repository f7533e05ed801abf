"""Mail leaves the hub as a job: kept with its cause, sent by a worker, tried again."""

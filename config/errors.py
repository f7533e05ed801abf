"""Reporting of errors to a server of one's own choice, by a DSN."""

from __future__ import annotations


def report_errors_to(dsn: str, version: str) -> None:
    """Nothing about people goes along: no bodies, no cookies, no addresses, no local variables."""
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn=dsn,
        release=version,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
    )

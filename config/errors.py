"""Reporting of errors to a server of one's own choice, by a DSN."""

from __future__ import annotations

from config import env


def report_errors_to(dsn: str, version: str) -> None:
    """Nothing about people goes along: no bodies, no cookies, no addresses, no local variables.

    Raises EnvironmentError.
    """
    if not dsn:
        return
    import sentry_sdk

    try:
        sentry_sdk.init(
            dsn=dsn,
            release=version,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            traces_sample_rate=0.0,
        )
    except ValueError as error:
        raise env.EnvironmentError(
            f"NEXUS_ERROR_DSN cannot be used: expected {env.DSN['https']}"
        ) from error

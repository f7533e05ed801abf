"""The one place where the process environment is read, typed and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from nexus.common.throttles.addresses import Proxies, parse_proxies
from nexus.common.throttles.policies import Limits, parse_limits

Parsed = TypeVar("Parsed")
TRUE = {"1", "true", "yes", "on"}
POSTGRES = "postgres://user:password@host:5432/name"
DATABASES = {"postgres": POSTGRES, "postgresql": POSTGRES, "sqlite": "sqlite:////path/to/file"}
REDIS = "redis://host:6379/0"
CACHES = {"redis": REDIS, "rediss": REDIS, "unix": "unix:///path/to/socket"}
RABBITMQ = "amqp://user:password@host:5672//"
BROKERS = {"amqp": RABBITMQ, "amqps": RABBITMQ}
DSN = {"https": "https://key@errors.example/1", "http": "http://key@errors.example/1"}
SMTP = "smtp://user:password@mail.example:587"
MAIL = {"smtp": SMTP, "smtps": "smtps://user:password@mail.example:465"}
COLLECTOR = {"https": "https://traces.example:4318", "http": "http://collector:4318"}
ISSUER = {"https": "https://id.example/realms/campus", "http": "http://localhost:8080/realm"}
FALSE = {"", "0", "false", "no", "off"}
SHORTEST_SECRET = 32
CONTENT = ("topics.toml", "lexicon")


class EnvironmentError(ValueError):  # noqa: A001 - the name says what is wrong
    """A variable holds a value that cannot be used; the text says which and what is expected."""

    id = "nexus.E011"


def read_text(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EnvironmentError(f"{name}_FILE={file}: {error.strerror}") from error
    return os.environ.get(name, default).strip()


def read_bool(name: str, default: bool = False) -> bool:
    value = read_text(name, "1" if default else "").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise EnvironmentError(f"{name}={value}: expected one of 1, true, yes, on, 0, false, no, off")


def read_int(name: str, default: int, *, low: int, high: int) -> int:
    value = read_text(name, str(default))
    try:
        number = int(value)
    except ValueError as error:
        raise EnvironmentError(f"{name}={value}: expected a whole number") from error
    if not low <= number <= high:
        raise EnvironmentError(f"{name}={number}: expected {low} to {high}")
    return number


def read_folder(name: str, default: str) -> Path:
    """A folder that can be written; made when it is not there."""
    path = Path(read_text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentError(
            f"{name}={path} cannot be used: {error.strerror}. Choose a folder that can be written."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise EnvironmentError(f"{name}={path} cannot be written. Choose another folder.")
    return path


def read_content(name: str, default: str) -> Path:
    """The folder of starter entries, topics and names; it must be one."""
    path = Path(read_text(name, default)).expanduser().resolve()
    if missing := [part for part in CONTENT if not (path / part).exists()]:
        raise EnvironmentError(f"{name}={path} cannot be used: it holds no {missing[0]}.")
    return path


def read_secret(name: str) -> str:
    """A secret that cannot be guessed, or nothing: then one is made in the data folder."""
    value = read_text(name)
    if value and len(value) < SHORTEST_SECRET:
        raise EnvironmentError(f"{name} is too short: {SHORTEST_SECRET} characters at least.")
    return value


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    value = read_text(name, default).lower()
    if value not in choices:
        raise EnvironmentError(f"{name}={value}: expected {' or '.join(choices)}")
    return value


def read_networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(one) for one in read_list(name, default)]
    except ValueError as error:
        raise EnvironmentError(f"{name}: {error}; expected such as 10.0.0.0/8,::1/128") from error


def read_url(name: str, schemes: Mapping[str, str]) -> str:
    """A URL of one of the schemes (scheme → an example), or nothing."""
    url = read_text(name)
    examples = " or ".join(dict.fromkeys(schemes.values()))
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:  # its text repeats the value, which may hold a password
        raise EnvironmentError(
            f"{name} cannot be read: expected {examples}. In a user or a password [ ] / ? # @ : "
            "are written as %5B %5D %2F %3F %23 %40 %3A, an IPv6 address in brackets, and a port "
            "is a number up to 65535."
        ) from None
    if url and parts.scheme not in schemes:
        raise EnvironmentError(f"{name} cannot be used: expected {examples}")
    return url


def read_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in read_text(name, default).split(",") if part.strip()]


def read_parsed(name: str, parse: Callable[[list[str]], Parsed]) -> Parsed:
    """A list that `parse` understands; its ValueError becomes the operator's sentence."""
    try:
        return parse(read_list(name))
    except ValueError as error:
        raise EnvironmentError(f"{name}: {error}") from error


def parse_origins(origins: list[str]) -> list[str]:
    """Origins as browsers send them, or `*` alone. Raises ValueError."""
    for origin in origins if origins != ["*"] else ():
        try:
            parts = urlsplit(origin)
        except ValueError:
            parts = urlsplit("")
        if origin != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in {"http", "https"}:
            raise ValueError(f"“{origin}” is no origin: expected https://app.example, or * alone")
    return origins


def parse_trusted(origins: list[str]) -> list[str]:
    """Origins whose forms are trusted; `https://*.example` is any below it. Raises ValueError."""
    for origin in origins:
        try:
            parts = urlsplit(origin)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError(f"“{origin}” is no origin: expected such as https://hub.example")
    return origins


def parse_headers(pairs: list[str]) -> dict[str, str]:
    """`name=value` pairs, values percent-encoded. Raises ValueError, which repeats no value."""
    found = [pair.partition("=") for pair in pairs]
    if not all(name.strip() and equals and value.strip() for name, equals, value in found):
        raise ValueError("expected such as authorization=Bearer%20…,x-tenant=campus")
    return {name.strip().lower(): unquote(value.strip()) for name, _, value in found}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the operator chose. See docs/settings.md for each variable."""

    data: Path
    port: int
    debug: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    https: bool
    database_url: str
    cache_url: str
    broker_url: str
    open: bool
    content: Path
    git_hosts: list[str]
    webhook_hosts: list[str]
    link_check: bool
    link_check_hosts: list[str]
    log_form: str
    error_dsn: str
    traces: str
    traces_headers: dict[str, str]
    traces_service: str
    metrics_token: str
    metrics_networks: list[IPv4Network | IPv6Network]
    api_origins: list[str]
    introspection: bool
    graphiql: bool
    proxies: Proxies
    limits: Limits
    has_limits: bool
    threads: int
    page_cache_mb: int
    fragment_cache_mb: int
    backups: int
    mail_url: str
    mail_from: str
    github_id: str
    github_secret: str
    discord_id: str
    discord_secret: str
    oidc_url: str
    oidc_id: str
    oidc_secret: str
    oidc_name: str

    @property
    def is_embedded(self) -> bool:
        """No broker: one worker process claims job rows; see docs/architecture.md, Profiles."""
        return not self.broker_url


def read_environment(root: Path) -> Environment:
    """Read every variable once.

    Raises EnvironmentError with a sentence for the operator when one cannot be used.
    """
    return Environment(
        data=read_folder("NEXUS_DATA", str(root / "var")),
        port=read_int("PORT", 8000, low=1, high=65535),
        debug=read_bool("NEXUS_DEBUG"),
        secret_key=read_secret("NEXUS_SECRET_KEY"),
        allowed_hosts=read_list("NEXUS_HOSTS", "localhost,127.0.0.1,[::1]"),
        csrf_trusted_origins=read_parsed("NEXUS_ORIGINS", parse_trusted),
        https=read_bool("NEXUS_HTTPS"),
        database_url=read_url("DATABASE_URL", DATABASES),
        cache_url=read_url("CACHE_URL", CACHES),
        broker_url=read_url("BROKER_URL", BROKERS),
        open=read_bool("NEXUS_OPEN"),
        content=read_content("NEXUS_CONTENT", str(root / "content")),
        git_hosts=read_list("NEXUS_GIT_HOSTS"),
        webhook_hosts=read_list("NEXUS_WEBHOOK_HOSTS"),
        link_check=read_bool("NEXUS_LINK_CHECK"),
        link_check_hosts=read_list("NEXUS_LINK_CHECK_HOSTS"),
        log_form=read_choice("NEXUS_LOG", "line", ("line", "json")),
        error_dsn=read_url("NEXUS_ERROR_DSN", DSN),
        traces=read_url("OTEL_EXPORTER_OTLP_ENDPOINT", COLLECTOR),
        traces_headers=read_parsed("OTEL_EXPORTER_OTLP_HEADERS", parse_headers),
        traces_service=read_text("OTEL_SERVICE_NAME", "nexus"),
        metrics_token=read_text("NEXUS_METRICS_TOKEN"),
        metrics_networks=read_networks("NEXUS_METRICS_NETWORKS", "127.0.0.0/8,::1/128"),
        api_origins=read_parsed("NEXUS_API_ORIGINS", parse_origins),
        introspection=read_bool("NEXUS_INTROSPECTION", default=True),
        graphiql=read_bool("NEXUS_GRAPHIQL", default=True),
        proxies=read_parsed("NEXUS_PROXIES", parse_proxies),
        limits=read_parsed("NEXUS_LIMITS", parse_limits),
        has_limits=not read_bool("NEXUS_NO_LIMITS"),
        threads=read_int("NEXUS_THREADS", 2, low=1, high=64),
        page_cache_mb=read_int("NEXUS_PAGE_CACHE_MB", 32, low=0, high=4096),
        fragment_cache_mb=read_int("NEXUS_FRAGMENT_CACHE_MB", 8, low=0, high=4096),
        backups=read_int("NEXUS_BACKUPS", 7, low=0, high=366),
        mail_url=read_url("NEXUS_MAIL_URL", MAIL),
        mail_from=read_text("NEXUS_MAIL_FROM"),
        github_id=read_text("NEXUS_GITHUB_ID"),
        github_secret=read_text("NEXUS_GITHUB_SECRET"),
        discord_id=read_text("NEXUS_DISCORD_ID"),
        discord_secret=read_text("NEXUS_DISCORD_SECRET"),
        oidc_url=read_url("NEXUS_OIDC_URL", ISSUER),
        oidc_id=read_text("NEXUS_OIDC_ID"),
        oidc_secret=read_text("NEXUS_OIDC_SECRET"),
        oidc_name=read_text("NEXUS_OIDC_NAME", "single sign-on"),
    )

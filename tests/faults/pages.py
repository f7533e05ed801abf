"""Generated pages: each says seven things, one of them a word that no other page has."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

STATEMENTS = 7
TOOLS = "Redis Celery PostgreSQL Django RabbitMQ Docker nginx pytest GraphQL SQLite".split()
THINGS = (
    "queue cache lock index cursor migration session socket thread header token schema router "
    "worker fixture signal template serializer throttle webhook"
).split()
TROUBLES = "stalls leaks drifts repeats vanishes deadlocks overflows lags flickers diverges".split()
REMEDIES = "shorten pin split batch fence retry warm drain stamp shard".split()


def word_of(series: str, number: int) -> str:
    """The word that only this page holds."""
    return f"{series}{number:05}x"


def page(series: str, number: int) -> str:
    """A learner's document in the shape that the programme asks for."""
    chance = random.Random(f"{series}-{number}")
    word = word_of(series, number)
    tools, things = chance.sample(TOOLS, 2), chance.sample(THINGS, 8)
    troubles, remedies = chance.sample(TROUBLES, 2), chance.sample(REMEDIES, 4)
    return f"""# Report {word}

## Technologies

- **{tools[0]}**: keeps the {things[0]} of {word}.
- **{tools[1]}**: feeds the {things[1]} and the {things[2]}.

## Challenges

### The {things[3]} {troubles[0]} in {word}

**Problem:** The {things[3]} {troubles[0]} as soon as the {things[4]} of {word} grows.

**Solution:** We had to {remedies[0]} the {things[3]}, then {remedies[1]} the {things[4]}.

### A {things[5]} that {troubles[1]}

**Problem:** Since {word} the {things[5]} {troubles[1]} next to each {things[6]}.

**Solution:** It helped to {remedies[2]} every {things[6]} before the {things[5]}.

## Best practices

- Always {remedies[3]} the {things[7]} of {word} first.
- Never {remedies[0]} a {things[0]} without its {things[1]}.

## Collaboration

- We talked about {word} and its {things[2]} before anybody wrote the {things[5]}.
"""


def names(series: str, count: int) -> list[str]:
    return [f"{series}/page-{number:05}.md" for number in range(count)]


def as_zip(series: str, count: int) -> bytes:
    """The pages in one archive, as a person brings them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, name in enumerate(names(series, count)):
            archive.writestr(name, page(series, number))
    return buffer.getvalue()


def as_folder(series: str, count: int, folder: Path) -> Path:
    """The pages as files, under the same names as in the archive."""
    for number, name in enumerate(names(series, count)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(series, number), encoding="utf-8")
    return folder

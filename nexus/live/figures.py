"""What the web process kept and who listens, as numbers for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from nexus.live.shell import Shell


class ShellFigures(Collector):
    """Counted where they happen at the price of a dictionary, and read when asked for."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def describe(self) -> list[Any]:
        """So that these can be asked for by name, without the rest of a registry."""
        return list(self.collect())

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        cache = self.shell.cache
        answers = CounterMetricFamily(
            "nexus_kept_answers",
            "Answers to readers who are not signed in, by how they came about",
            labels=["family", "way"],
        )
        for (family, way), number in sorted(cache.counts.items()):
            answers.add_metric([family, way], number)
        yield answers
        kept = "Memory that kept answers take"
        yield GaugeMetricFamily("nexus_kept_bytes", kept, value=cache.bytes)
        listening = "Open streams of events"
        yield GaugeMetricFamily("nexus_streams", listening, value=self.shell.streams.number)

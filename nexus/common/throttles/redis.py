"""Buckets in Redis: one script, one round trip, exact among all processes."""

from __future__ import annotations

from collections.abc import Sequence

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from nexus.common.throttles.away import StoreAway
from nexus.common.throttles.gcra import Bucket, Decision, settle

# Redis that does not answer must not hold a request: the process then counts by itself.
PATIENCE_SECONDS = 0.25
# The server's clock, in microseconds: processes on several machines agree.
TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost = tonumber(ARGV[1])
local begun, wanted, waits, accepted = {}, {}, {}, true
for i, key in ipairs(KEYS) do
  local interval, window = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  begun[i] = math.max(tonumber(redis.call('GET', key) or now), now)
  wanted[i] = begun[i] + cost * interval
  waits[i] = wanted[i] - now - window
  if waits[i] > 1 then accepted = false end
end
local answer = {}
for i, key in ipairs(KEYS) do
  local moment = begun[i]
  if accepted then
    moment = wanted[i]
    local text = string.format('%.0f', moment)
    redis.call('SET', key, text, 'PX', math.max(1, math.ceil((moment - now) / 1000)))
  end
  answer[#answer + 1] = string.format('%.0f', moment - now)
  answer[#answer + 1] = string.format('%.0f', waits[i])
end
return answer
"""


class RedisStore:
    """The buckets that all processes share."""

    def __init__(self, url: str, prefix: str) -> None:
        self.client = Redis.from_url(
            url,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
            # Once more, at once: Redis that restarted has closed the connections we keep.
            retry=Retry(NoBackoff(), 1),
        )
        self.prefix = prefix
        self.script = self.client.register_script(TAKE)

    def take(self, buckets: Sequence[Bucket], cost: int) -> Decision:
        """Take `cost` units from each bucket, or from none. Raises StoreAway."""
        sizes = [
            round(part * 1_000_000)
            for bucket in buckets
            for part in (bucket.limit.interval, bucket.limit.window)
        ]
        keys = [f"{self.prefix}:limit:{bucket.key}" for bucket in buckets]
        try:
            answer = self.script(keys=keys, args=[cost, *sizes])
        except RedisError as error:
            raise StoreAway(str(error)) from error
        numbers = [int(part) / 1_000_000 for part in answer]
        return settle(0.0, numbers[::2], buckets, numbers[1::2])

    def clear(self) -> None:
        """Fill every bucket again."""
        for key in self.client.scan_iter(f"{self.prefix}:limit:*", count=1000):
            self.client.delete(key)

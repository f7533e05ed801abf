// Ask again only for what changed: an ETag, and 304 without a body.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const url = `${HUB}/api/v1/topics/`;
const first = await fetch(url);
const again = await fetch(url, { headers: { "If-None-Match": first.headers.get("ETag") } });
console.log(again.status);

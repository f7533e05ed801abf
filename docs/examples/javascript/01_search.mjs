// Search for an error as it stands on the screen.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const error = "django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context";
const answer = await fetch(`${HUB}/api/v1/search/`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ q: error }),
});
const { results } = await answer.json();
const best = results[0].entry;
console.log(`${best.title}: ${HUB}${best.url}`);

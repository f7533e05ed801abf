// Bring a document, and wait until the hub has taken it apart.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const TOKEN = process.env.NEXUS_TOKEN; // from My page

const call = async (path, data) => {
  const answer = await fetch(`${HUB}/api/v1/${path}`, {
    method: data ? "POST" : "GET",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
    body: data && JSON.stringify(data),
  });
  return answer.json();
};

const text = "# Notes\n\n## Challenges\n\n### It hangs\n\n**Problem:** It hangs.\n\n**Solution:** Restart.";
let started = await call("imports/", { text, name: "notes.md" });
while (["queued", "running"].includes(started.job.state)) {
  await new Promise((resolve) => setTimeout(resolve, 500)); // or hear of it: see 10_events
  started = await call(`imports/${started.id}/`);
}
console.log(started.job.state);

// Hear of changes as they happen: server-sent events.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const TOKEN = process.env.NEXUS_TOKEN; // from My page

const write = () =>
  fetch(`${HUB}/api/v1/entries/`, {
    method: "POST",
    headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
    body: JSON.stringify({ kind: "practice", title: "Heard at once", lead: "Live." }),
  });
setTimeout(write, 1000); // so that there is something to hear of; this program listens by then

// In a page: new EventSource("/api/v1/events?kinds=entry.created"), with a listener for "change".
const stream = await fetch(`${HUB}/api/v1/events?kinds=entry.created`);
let text = "";
for await (const part of stream.body.pipeThrough(new TextDecoderStream())) {
  text += part;
  const data = text.match(/^data: (\{"kind".*)\n/m);
  if (!data) continue;
  const change = JSON.parse(data[1]);
  console.log(`${change.kind} ${change.object}`);
  break;
}

// Write something once, however often it is sent: Idempotency-Key.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const TOKEN = process.env.NEXUS_TOKEN; // from My page

const send = () =>
  fetch(`${HUB}/api/v1/entries/`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      "Content-Type": "application/json",
      "Idempotency-Key": key,
    },
    body: JSON.stringify({ kind: "practice", title: "Send it again", lead: "With its key." }),
  });
const key = crypto.randomUUID();
const ids = new Set();
for (let time = 0; time < 2; time += 1) ids.add((await (await send()).json()).id); // as after a lost answer
console.log(`${ids.size} entry`);

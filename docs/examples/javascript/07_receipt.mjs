// Say that a fix worked for you.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const TOKEN = process.env.NEXUS_TOKEN; // from My page

const search = await fetch(`${HUB}/api/v1/search/?q=n-plus-one&kind=challenge`);
const { id } = (await search.json()).results[0].entry;
const answer = await fetch(`${HUB}/api/v1/entries/${id}/receipts/`, {
  method: "POST",
  headers: { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
  body: JSON.stringify({ outcome: "worked", versions: "Django 5.2" }),
});
console.log((await answer.json()).outcome);

// Edit a text without overwriting anybody: If-Match with the ETag of its source.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const TOKEN = process.env.NEXUS_TOKEN; // from My page

const call = (method, path, data, headers = {}) =>
  fetch(`${HUB}/api/v1/${path}`, {
    method,
    headers: { ...headers, Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" },
    body: data && JSON.stringify(data),
  });

const made = { kind: "practice", title: "Edit with care", lead: "First." };
const { id } = await (await call("POST", "entries/", made)).json();
const source = await call("GET", `entries/${id}/source/`);
const tag = { "If-Match": source.headers.get("ETag") };
const { lead } = await source.json();
const saved = await (await call("PUT", `entries/${id}/`, { lead: `${lead} Second.` }, tag)).json();
console.log(`saved version ${saved.version}`);
const stale = await call("PUT", `entries/${id}/`, { lead: "From the first again." }, tag);
const problem = await stale.json();
console.log(`${problem.status}: theirs is version ${problem.current_version}`);

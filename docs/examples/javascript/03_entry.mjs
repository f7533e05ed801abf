// One entry with its solutions, the one that worked most often first.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const get = async (path) => (await fetch(`${HUB}/api/v1/${path}`)).json();

const { entry } = (await get("search/?q=n-plus-one&kind=challenge")).results[0];
const solutions = (await get(`entries/${entry.id}/solutions/`)).results;
console.log(entry.title);
for (const solution of solutions.sort((a, b) => b.worked_count - a.worked_count)) {
  console.log(`- worked for ${solution.worked_count}: ${solution.text.slice(0, 60)}`);
}

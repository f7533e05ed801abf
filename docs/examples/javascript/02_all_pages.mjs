// Read a whole list, page by page: follow `next` until there is none.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
let url = `${HUB}/api/v1/entries/?kind=challenge&limit=20&fields=id,title`;
const titles = [];
while (url) {
  const page = await (await fetch(url)).json();
  titles.push(...page.results.map((entry) => entry.title));
  url = page.next;
}
console.log(`${titles.length} challenges`);

/** Search over REST, one entry over GraphQL, and what changes meanwhile: all there is to it. */
import { createHub, graphql, Problem, type Change } from "../src/index.js";

const hub = createHub(); // this page's own origin hands on to the hub; see serve.mjs

const ENTRY = graphql(`
  query Entry($id: ID!) {
    entry(id: $id) {
      id
      title
      kind
      version
      leadHtml
      topics {
        title
      }
      solutions {
        id
        html
        workedCount
      }
    }
  }
`);

const search = at<HTMLFormElement>("search");
const found = at<HTMLOListElement>("found");
const count = at("count");
const article = at("entry");
const live = at<HTMLUListElement>("live");
let open = "";

search.addEventListener("submit", (event) => {
  event.preventDefault();
  void show(at<HTMLInputElement>("words").value);
});

async function show(words: string): Promise<void> {
  const { data, error } = await hub.rest.GET("/api/v1/search/", {
    params: { query: { q: words, limit: 10 } },
  });
  if (!data) {
    count.textContent = error?.detail ?? "The hub did not answer.";
    return;
  }
  count.textContent = `${data.total} found`;
  found.replaceChildren(
    ...data.results.map(({ entry }) => {
      const button = element("button", entry.title);
      button.className = "link";
      button.addEventListener("click", () => void read(entry.id));
      const item = element("li");
      item.append(button, element("p", entry.summary));
      return item;
    }),
  );
}

async function read(id: string): Promise<void> {
  try {
    const { entry } = await hub.query(ENTRY, { id });
    if (!entry) throw new Problem("not-found", 404, "It is gone.");
    open = entry.id;
    const topics = entry.topics.map((topic) => topic.title).join(", ");
    const text = element("div");
    text.innerHTML = entry.leadHtml; // the hub has cleaned it: no scripts, no styles
    const facts = `${entry.kind}, version ${entry.version}${topics && `, ${topics}`}`;
    article.replaceChildren(element("h2", entry.title), element("p", facts), text);
    for (const solution of entry.solutions) {
      const way = element("section");
      way.innerHTML = solution.html;
      way.append(element("p", `Worked for ${solution.workedCount}`));
      article.append(way);
    }
  } catch (error) {
    article.replaceChildren(element("p", error instanceof Problem ? error.message : String(error)));
  }
  article.hidden = false;
}

async function follow(): Promise<void> {
  for await (const heard of hub.changes({ kinds: ["entry", "receipt", "solution"] })) {
    if (heard.type === "change") tell(heard.change);
    if (open && (heard.type === "reset" || heard.change.object === open)) await read(open);
  }
}

function tell({ kind, object, at: time }: Change): void {
  live.prepend(element("li", `${new Date(time).toLocaleTimeString()} ${kind} ${object}`));
  while (live.children.length > 8) live.lastElementChild?.remove();
}

function at<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

void follow();

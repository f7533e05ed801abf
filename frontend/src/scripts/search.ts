// Search as you type: a dialog over every page, the same results as /search/ without it.
import { element, isTyping } from "./dom";

interface Section {
  heading: string;
  url: string;
  snippet: [string, boolean][];
}
interface Result {
  title: string;
  kind: string;
  url: string;
  summary: string;
  sections: Section[];
}
interface Answer {
  query: string;
  did_you_mean: string;
  results: Result[];
}
const WAIT_MS = 60;

class SearchDialog {
  private readonly input = element("input", {
    type: "search", role: "combobox", "aria-label": "Search", "aria-expanded": "false", name: "q",
    "aria-controls": "nx-search-list", "aria-autocomplete": "list", autocomplete: "off",
    placeholder: "Paste an error or ask", spellcheck: "false",
  });
  private readonly list = element("ul", { id: "nx-search-list", role: "listbox", "aria-label": "Results" });
  private readonly status = element("p", { class: "hint", role: "status" }, "↑ ↓ move · Enter open · Esc close");
  private readonly dialog: HTMLDialogElement;
  private chosen = -1;
  private timer = 0;
  private request: AbortController | null = null;

  constructor() {
    const close = element("button", { type: "button", class: "icon-button close", "aria-label": "Close" }, "✕");
    const form = element("form", { action: "/search/", role: "search" }, this.input, close);
    this.dialog = element("dialog", { class: "search", "aria-label": "Search" }, form, this.list, this.status);
    close.addEventListener("click", () => this.dialog.close());
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("submit", (event) => {
      const link = this.links()[this.chosen];
      if (!link) return;
      event.preventDefault();
      location.href = link.href;
    });
    document.body.append(this.dialog);
  }

  open(text = ""): void {
    if (!this.dialog.open) this.dialog.showModal();
    if (text) this.input.value = text;
    this.input.focus();
    this.input.select();
    if (this.input.value) this.later();
  }

  private links(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), WAIT_MS);
  }

  private async ask(): Promise<void> {
    this.request?.abort();
    const query = this.input.value.trim();
    if (!query) return this.show({ query, did_you_mean: "", results: [] });
    this.request = new AbortController();
    try {
      const address = `/search/suggest/?q=${encodeURIComponent(query.slice(0, 300))}`;
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()) as Answer);
    } catch {
      // An aborted question; the newer one answers.
    }
  }

  private show(answer: Answer): void {
    this.list.replaceChildren(...answer.results.map((result, n) => this.option(result, n)));
    this.choose(answer.results.length ? 0 : -1);
    this.input.setAttribute("aria-expanded", String(answer.results.length > 0));
    const count = `${answer.results.length} shown`;
    const hint = answer.did_you_mean ? `Did you mean ${answer.did_you_mean}? ` : "";
    const none = answer.query ? "Nothing yet. Enter searches further." : "↑ ↓ move · Enter open · Esc close";
    this.status.textContent = answer.results.length ? `${hint}${count} · Enter opens` : none;
  }

  private option(result: Result, n: number): HTMLLIElement {
    const link = element(
      "a",
      { role: "option", id: `nx-option-${n}`, href: result.url, class: `kind-${result.kind}`, tabindex: "-1" },
      element("span", { class: "badge" }, result.kind),
      " ",
      element("span", { class: "title" }, result.title),
    );
    const section = result.sections[0];
    if (section) {
      const passage = element("span", { class: "passage" });
      for (const [text, hit] of section.snippet) passage.append(hit ? element("mark", {}, text) : text);
      link.append(passage);
    }
    link.addEventListener("mousemove", () => this.choose(n));
    return element("li", { role: "presentation" }, link);
  }

  private choose(n: number): void {
    this.chosen = n;
    for (const [index, link] of this.links().entries()) {
      link.setAttribute("aria-selected", String(index === n));
      if (index === n) link.scrollIntoView({ block: "nearest" });
    }
    if (n >= 0) this.input.setAttribute("aria-activedescendant", `nx-option-${n}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private onKey(event: KeyboardEvent): void {
    // A search field clears itself first; here one Esc closes, as the hint says.
    if (event.key === "Escape") this.dialog.close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.links().length;
    if (!step || !count) return;
    event.preventDefault();
    this.choose((this.chosen + step + count) % count);
  }
}

export function searchDialog(): void {
  let dialog: SearchDialog | null = null;
  const open = (text = ""): void => (dialog ??= new SearchDialog()).open(text);
  addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey;
    if (!command && !slash) return;
    event.preventDefault();
    open();
  });
}

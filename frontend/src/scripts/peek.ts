// The lines that a quoted sentence came from, beside its mark: on hover, on focus, or on a tap.
// The mark is a link to the document, so that nothing is lost where this does not run.
import { all, element } from "./dom";

type Line = { number: number; text: string; part: string };
const PATIENCE = 140;
const fetched = new Map<string, Promise<Line[]>>();
let shown: { mark: HTMLAnchorElement; box: HTMLElement } | null = null;
let waiting = 0;

// What a page knows of a sentence is in `data-peek`; a quotation in a lead has its line alone.
function addressOf(mark: HTMLAnchorElement): string {
  const at = /^\/documents\/(\d+)#L(\d+)$/.exec(mark.getAttribute("href") ?? "");
  const line = at ? `/api/v1/documents/document-${at[1]}/lines/?first_line=${at[2]}&last_line=${at[2]}` : "";
  return mark.dataset["peek"] ?? line;
}

function linesOf(address: string): Promise<Line[]> {
  const there = fetched.get(address);
  if (there) return there;
  const asked = fetch(address, { headers: { Accept: "application/json" } }).then(async (answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return ((await answer.json()) as { results: Line[] }).results;
  });
  asked.catch(() => fetched.delete(address));
  fetched.set(address, asked);
  return asked;
}

function hide(): void {
  clearTimeout(waiting);
  if (!shown) return;
  shown.mark.removeAttribute("aria-describedby");
  shown.box.remove();
  shown = null;
}

function place(mark: HTMLElement, box: HTMLElement): void {
  if (matchMedia("(max-width: 720px)").matches) return; // a sheet at the bottom, by its style
  const at = mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 16;
  box.style.left = `${Math.max(16, Math.min(at.left, room)) + scrollX}px`;
  const below = at.bottom + 8 + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 80;
  box.style.top = `${(below ? at.bottom + 8 : at.top - box.offsetHeight - 8) + scrollY}px`;
}

async function show(mark: HTMLAnchorElement): Promise<void> {
  if (shown?.mark === mark) return;
  hide();
  const box = element("aside", { class: "peek", id: "nx-peek", "aria-label": "The lines in the document" });
  shown = { mark, box };
  try {
    const lines = await linesOf(addressOf(mark));
    if (shown?.box !== box) return;
    const rows = lines.map((line) =>
      element("li", { value: String(line.number) }, line.text || "\u00a0"),
    );
    box.append(
      element("ol", { id: "nx-peek-lines" }, ...rows),
      element("a", { href: mark.href }, "Open the document here"),
    );
    mark.setAttribute("aria-describedby", "nx-peek-lines");
    document.body.append(box);
    place(mark, box);
    box.addEventListener("pointerleave", leave);
    box.addEventListener("pointerenter", () => clearTimeout(waiting));
  } catch {
    if (shown?.box === box) shown = null; // the link still works
  }
}

function leave(): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (shown && document.activeElement !== shown.mark) hide();
  }, PATIENCE);
}

export function peek(): void {
  const marks = all<HTMLAnchorElement>("a.source").filter(addressOf);
  if (!marks.length) return;
  for (const mark of marks) {
    let touched = false;
    mark.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"));
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      clearTimeout(waiting);
      waiting = setTimeout(() => void show(mark), PATIENCE);
    });
    mark.addEventListener("pointerleave", leave);
    mark.addEventListener("focus", () => {
      if (!touched) void show(mark);
    });
    mark.addEventListener("blur", (event) => {
      if (!shown?.box.contains(event.relatedTarget as Node | null)) leave();
    });
    mark.addEventListener("click", (event) => {
      if (!touched) return;
      event.preventDefault();
      if (shown?.mark === mark) hide();
      else void show(mark);
    });
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    const { mark, box } = shown;
    const inside = box.contains(document.activeElement);
    hide();
    if (inside) {
      mark.focus();
      hide();
    }
  });
  addEventListener("pointerdown", (event) => {
    const at = event.target as Node;
    if (shown && at !== shown.mark && !shown.box.contains(at)) hide();
  });
}

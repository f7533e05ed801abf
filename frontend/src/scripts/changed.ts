// "Somebody saved this meanwhile", on the page that shows an entry and on the one that edits it.
import { follow } from "./follow";

export function changed(): void {
  const notice = document.querySelector<HTMLElement>("[data-entry]");
  const id = notice?.dataset["entry"];
  if (!notice || !id) return;
  const version = Number(notice.dataset["version"]);
  const ask = async (): Promise<void> => {
    const answer = await fetch(`/api/v1/entries/${id}/`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const entry = (await answer.json()) as { version: number };
    notice.hidden = entry.version <= version;
  };
  follow(`kinds=entry&objects=${id}`, () => void ask().catch(() => undefined));
}

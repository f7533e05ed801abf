// Arriving at a line of a document: the row that holds it is marked until the next scroll.
export function arrive(): void {
  const number = /^#L(\d+)$/.exec(location.hash)?.[1];
  if (!number) return;
  for (const row of document.querySelectorAll<HTMLElement>("[data-first]")) {
    const first = Number(row.dataset["first"]);
    const last = Number(row.dataset["last"]);
    if (first > Number(number) || last < Number(number)) continue;
    row.classList.add("arrived");
    row.querySelector(".block")?.scrollIntoView({ block: "center" });
    setTimeout(
      () => addEventListener("scroll", () => row.classList.remove("arrived"), { once: true }),
      800,
    );
    break;
  }
}

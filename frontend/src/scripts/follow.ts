// Streams of events. A browser keeps few connections to one host, so a page listens only while it
// is looked at, and asks once when it is looked at again: what happened meanwhile is not told twice.
export function follow(query: string, ask: () => void): void {
  let source: EventSource | null = null;
  const close = (): void => {
    source?.close();
    source = null;
  };
  const open = (): void => {
    if (document.hidden || source) return;
    source = new EventSource(`/api/v1/events?${query}`);
    source.addEventListener("open", ask);
    source.addEventListener("change", ask);
    source.addEventListener("reset", ask);
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}

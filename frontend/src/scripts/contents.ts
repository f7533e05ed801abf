// The table of contents follows the reader; headings get links of their own.
import { all, element } from "./dom";

export function contents(): void {
  const links = all<HTMLAnchorElement>(".contents a[href^='#']");
  const phone = document.querySelector<HTMLElement>("[data-current]");
  const headings = links
    .map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .filter((heading): heading is HTMLElement => heading !== null);
  if (headings.length) {
    const follow = (): void => {
      let now = headings[0];
      for (const heading of headings) if (heading.getBoundingClientRect().top < 120) now = heading;
      for (const link of links) {
        if (now && decodeURIComponent(link.hash) === `#${now.id}`) {
          if (link.getAttribute("aria-current")) continue;
          link.setAttribute("aria-current", "true");
          link.scrollIntoView({ block: "nearest" });
          if (phone) phone.textContent = link.textContent;
        } else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
    follow();
  }
  for (const link of all<HTMLAnchorElement>(".phone-contents a")) {
    link.addEventListener("click", () => link.closest("details")?.removeAttribute("open"));
  }
  for (const heading of all<HTMLElement>(".prose h2[id], .prose h3[id]")) {
    heading.append(
      element("a", { class: "heading-link", href: `#${heading.id}`, "aria-label": "Link to this section" }, "#"),
    );
  }
}

// `npm start`: the example at http://127.0.0.1:5173, with the hub at NEXUS_URL behind it.
//
// The page asks its own origin, which hands on: so the hub needs no CORS, and cookies stay out of it.
import { createServer, request } from "node:http";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const port = Number(process.env.PORT ?? 5173);
const hub = new URL(process.env.NEXUS_URL ?? "http://127.0.0.1:8000");
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { outputFiles } = await build({
  entryPoints: [here("main.ts")],
  bundle: true,
  format: "esm",
  target: "es2022",
  write: false,
});
const files = {
  "/": ["text/html", await readFile(here("index.html"))],
  "/style.css": ["text/css", await readFile(here("style.css"))],
  "/main.js": ["text/javascript", outputFiles[0].contents],
};

function handOn(asked, answer) {
  const { cookie, ...headers } = asked.headers;
  const options = { method: asked.method, headers: { ...headers, host: hub.host } };
  const passed = request(new URL(asked.url, hub), options, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
  });
  passed.on("error", () => {
    if (!answer.headersSent) answer.writeHead(502, { "Content-Type": "application/problem+json" });
    answer.end(JSON.stringify({ title: "No hub", detail: `No hub answers at ${hub.origin}.` }));
  });
  answer.on("close", () => passed.destroy());
  asked.pipe(passed);
}

createServer((asked, answer) => {
  const { pathname } = new URL(asked.url, "http://example");
  if (pathname.startsWith("/api/") || pathname === "/graphql") return handOn(asked, answer);
  const [kind, body] = files[pathname] ?? [];
  answer.writeHead(body ? 200 : 404, { "Content-Type": `${kind ?? "text/plain"}; charset=utf-8` });
  answer.end(body ?? "Nothing is here.");
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port} → ${hub.origin}`));

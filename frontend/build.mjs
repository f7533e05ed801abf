// Builds what is committed under nexus/web/static/nexus, and the script that stands in each page
// itself (nexus/common/earlyscript.py). Same sources, same bytes.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const out = "../nexus/web/static/nexus";
await mkdir(out, { recursive: true });
const shared = { bundle: true, minify: true, legalComments: "eof", logLevel: "warning" };

await build({
  ...shared,
  entryPoints: { nexus: "src/styles/index.css" },
  outdir: out,
  external: ["*.woff2"],
  target: ["chrome111", "firefox115", "safari16.4"],
});
await build({
  ...shared,
  entryPoints: { nexus: "src/scripts/index.ts" },
  outdir: out,
  format: "iife",
  target: "es2022",
});
await build({
  ...shared,
  entryPoints: { earlyscript: "src/scripts/theme-early.ts" },
  outdir: "../nexus/common",
  format: "iife",
  target: "es2022",
});
await build({
  ...shared,
  entryPoints: { graphiql: "src/graphiql/index.jsx" },
  outdir: out,
  format: "iife",
  target: "es2022",
  legalComments: "linked",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "dataurl", ".woff": "dataurl", ".ttf": "dataurl", ".svg": "dataurl" },
  jsx: "automatic",
});
const inter = "node_modules/@fontsource-variable/inter";
await copyFile(`${inter}/files/inter-latin-wght-normal.woff2`, `${out}/inter.woff2`);
await writeFile(`${out}/inter.LICENSE.txt`, await readFile(`${inter}/LICENSE`));

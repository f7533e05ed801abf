// Against a running hub: NEXUS_URL, and NEXUS_TOKEN of a learner. `npm run build` first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createHub, graphql, Problem } from "../dist/index.js";
import { readBlock } from "../dist/events.js";

const url = process.env.NEXUS_URL;
const reader = createHub({ url });
const learner = createHub({ url, token: process.env.NEXUS_TOKEN });

test("REST: a list, its next page, and one of its rows", async () => {
  const first = await reader.rest.GET("/api/v1/entries/", { params: { query: { limit: 2 } } });
  assert.equal(first.data.results.length, 2);
  const cursor = new URL(first.data.next).searchParams.get("cursor");
  const query = { limit: 2, cursor };
  const second = await reader.rest.GET("/api/v1/entries/", { params: { query } });
  const ids = [...first.data.results, ...second.data.results].map((entry) => entry.id);
  assert.equal(new Set(ids).size, 4);
  const [id] = ids;
  const one = await reader.rest.GET("/api/v1/entries/{id}/", { params: { path: { id } } });
  assert.equal(one.data.id, id);
});

test("REST: what comes along, by names in a list", async () => {
  const query = { limit: 2, include: ["solutions", "receipts"] };
  const { data, response } = await reader.rest.GET("/api/v1/entries/", { params: { query } });
  assert.match(response.url, /include=solutions,receipts/);
  for (const entry of data.results) assert.deepEqual(Object.keys(entry.included), query.include);
});

test("REST: what is refused is a problem", async () => {
  const path = { id: "entry-999999" };
  const { data, error, response } = await reader.rest.GET("/api/v1/entries/{id}/", { params: { path } });
  assert.equal(data, undefined);
  assert.deepEqual([response.status, error.type], [404, "/docs/errors#not-found"]);
});

test("GraphQL: data, and a Problem with its code", async () => {
  const HUB = graphql(`query Hub { hub { name } topics(first: 1) { edges { node { slug } } } }`);
  const { hub, topics } = await reader.query(HUB);
  assert.equal(hub.name, "Nexus");
  assert.equal(topics.edges.length, 1);
  const TOPIC = graphql(`mutation Add($title: String!) { createTopic(title: $title) { topic { id } } }`);
  await assert.rejects(reader.query(TOPIC, { title: "Mine" }), (error) => {
    assert.ok(error instanceof Problem);
    assert.deepEqual([error.code, error.status], ["sign-in-needed", 401]);
    return true;
  });
});

test("changes: what a learner writes is heard, and again from where one was", async () => {
  const stop = new AbortController();
  const heard = reader.changes({ kinds: ["entry.created"], signal: stop.signal });
  const next = heard.next();
  const body = { kind: "practice", title: `Heard at ${Date.now()}`, lead: "It is told at once." };
  // The stream begins a moment after it was asked for: write until it is heard.
  let written;
  let first;
  do {
    body.title += ".";
    written = (await learner.rest.POST("/api/v1/entries/", { body })).data;
    first = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 1000))]);
  } while (!first);
  assert.equal(first.value.change.kind, "entry.created");
  assert.match(first.value.change.object, /^entry-\d+$/);
  stop.abort();
  await heard.return();
  body.title += " And again.";
  written = (await learner.rest.POST("/api/v1/entries/", { body })).data;
  const again = reader.changes({ kinds: ["entry.created"], after: first.value.id });
  for await (const one of again) if (one.change.object === written.id) break;
});

test("changes: a refusal is thrown", async () => {
  await assert.rejects(reader.changes({ kinds: ["No kind"] }).next(), { code: "invalid", status: 422 });
});

test("blocks of the stream", () => {
  assert.equal(readBlock(": here"), undefined);
  assert.deepEqual(readBlock("event: reset\ndata: {}"), { type: "reset" });
  const change = { kind: "hub.updated", object: "hub-1", at: "2026-11-29T12:00:00+00:00" };
  const text = `id: 1-2\nevent: change\ndata: ${JSON.stringify(change)}`;
  assert.deepEqual(readBlock(text), { type: "change", id: "1-2", change });
});

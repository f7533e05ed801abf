// Exactly what a screen needs, in one question: GraphQL with variables.
const HUB = process.env.NEXUS_URL ?? "http://127.0.0.1:8000";
const QUERY = `
  query Screen($kind: String!, $first: Int!) {
    entries(kind: $kind, first: $first) {
      edges { node { title topics { title } solutions { workedCount } } }
    }
  }
`;
const answer = await fetch(`${HUB}/graphql`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ query: QUERY, variables: { kind: "challenge", first: 3 } }),
});
const { data } = await answer.json();
for (const { node } of data.entries.edges) {
  console.log(`${node.title} (${node.topics.map((topic) => topic.title).join(", ")})`);
}

/** No value of a tenant can make nginx refuse its configuration, which would take everybody down at its next start. */
import { randomInt } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTNAME_BYTES, hostnameFault, LABEL_BYTES } from "../../../tenants/naming.ts";
import { until } from "../../support/until.ts";
import { startBackend, startEdge } from "../support/edge.ts";
import { EdgeClient } from "../support/edge-client.ts";
import { Sandbox } from "../support/sandbox.ts";

const NAMES = 300;
/** Said when a test fails: the same seed gives the same values. */
const seed = randomInt(2 ** 31);
/** Docker hands an environment over as text without an end mark in it; nginx-proxy separates names by commas. */
const hostile = fc
  .string({ unit: "binary", maxLength: 60 })
  .map((text) => text.replaceAll(/[\0,]/gu, ""))
  .filter((text) => text !== "" && text.isWellFormed());
const snippet = fc.constantFrom(
  "a.test; return 200",
  "a.test }",
  "~^(",
  "a*.test",
  "*.*",
  "$host",
  "a.test #",
  "..",
  "-",
  "'",
  '"',
  "\\",
  "{",
  "\n",
);

const character = fc.constantFrom(..."abcxyz0189-");
const label = fc.string({ unit: character, minLength: 1, maxLength: LABEL_BYTES });
const allowed = fc
  .array(label, { minLength: 2, maxLength: 8 })
  .map((labels) => labels.join("."))
  .filter((name) => hostnameFault(name) === undefined);

describe("names and values of tenants", () => {
  const sandbox = new Sandbox("names");
  let client: EdgeClient;

  beforeAll(async () => {
    client = new EdgeClient(startEdge(sandbox, ["TRUST_DOWNSTREAM_PROXY=false"]));
    startBackend(client.edge, "good", client.edge.network, ["VIRTUAL_HOST=good.test"]);
    await client.gives("http://good.test", 200);
  });
  afterAll(() => sandbox.dispose());

  const start = (name: string, ...settings: string[]) =>
    startBackend(client.edge, name, client.edge.network, settings);

  test("nginx accepts every name that the tenant file allows, up to the longest", async () => {
    const longest = `${"a".repeat(LABEL_BYTES)}.${"b".repeat(HOSTNAME_BYTES - LABEL_BYTES - 1)}`;
    expect(hostnameFault(longest)).toBeUndefined();
    const names = [...new Set([...fc.sample(allowed, { numRuns: NAMES, seed }), longest])];
    start("allowed", `VIRTUAL_HOST=${names.join(",")}`);
    await until("the names are there", () => client.configuration().includes(`server_name ${longest};`));
    expect(client.test().output, `seed ${seed}`).toContain("test is successful");
    const configuration = client.configuration();
    expect(names.filter((name) => !configuration.includes(`server_name ${name};`))).toEqual([]);
    await client.gives(`http://${names[0]}`, 200);
    sandbox.remove(`${sandbox.name}-allowed`);
  });

  test("whatever else a container says, nginx accepts what docker-gen makes of it", async () => {
    const values = fc.sample(fc.oneof(hostile, snippet), { numRuns: 60, seed });
    const names = fc.sample(fc.oneof(hostile, snippet), { numRuns: NAMES, seed: seed + 1 }).join(",");
    const variables = [
      "VIRTUAL_PORT",
      "VIRTUAL_PATH",
      "VIRTUAL_DEST",
      "VIRTUAL_PROTO",
      "HTTPS_METHOD",
      "HSTS",
      "SSL_POLICY",
      "CERT_NAME",
      "SERVER_TOKENS",
      "NETWORK_ACCESS",
    ];
    start("names", `VIRTUAL_HOST=${names}`);
    for (const [index, variable] of variables.entries()) {
      // Each value under a name of its own, which is taken or left out as a whole.
      start(`value${index}`, `VIRTUAL_HOST=value${index}.test`, `${variable}=${values[index]}`);
    }
    const labels = ["keepalive", "loadbalance", "non-get-redirect", "http2.enable", "http3.enable"];
    const options = labels.flatMap((each, index) => [
      "--label",
      `com.github.nginx-proxy.nginx-proxy.${each}=${values[20 + index]}`,
    ]);
    startBackend(client.edge, "labels", client.edge.network, ["VIRTUAL_HOST=labels.test"], ...options);
    start("last", "VIRTUAL_HOST=last.test");
    await until("all have been looked at", () => client.configuration().includes("server_name last.test;"));
    expect(client.test().output, `seed ${seed}`).toContain("test is successful");
    await client.gives("http://last.test", 200);
    expect(await client.status("http://good.test")).toBe(200);
  });
});

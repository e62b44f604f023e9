/** `bin/certificates` beside an edge of a few lines: what it prints for people and for monitoring, and its exit status. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createSecureContext, createServer } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { TestAuthority } from "../../support/certificates.ts";

const stack = "test-certificates";
const stackFile = `Pulumi.${stack}.yaml`;
const folder = `.state/${stack}`;
const journalFile = `.state/certificates/${stack}.json`;
const authority = new TestAuthority();

const leaves = new Map([
  ["good.example.com", authority.leaf(["good.example.com"])],
  ["api.good.example.com", authority.leaf(["api.good.example.com"], { from: -80, to: 10 })],
  ["other.example.com", authority.leaf(["www.example.com"])],
]);
/** It refuses the handshake for a name that it has no certificate for, as the edge does. */
const edge = createServer({
  SNICallback(name, answer) {
    const leaf = leaves.get(name);
    if (leaf) answer(null, createSecureContext({ cert: leaf.certificate, key: leaf.key }));
    else answer(new Error("no certificate"));
  },
});
edge.on("tlsClientError", () => undefined);

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without blocking this process, whose edge has to answer meanwhile. */
const run = (command: string, words: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, words, { timeout: 180_000 }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
/** What bin/certificates runs, without what it would install first. */
const certificates = (verb: string, ...words: string[]) =>
  run(process.execPath, ["bin/lib/certificates.ts", verb, stack, ...words]);

function writeStack(
  slugs: string[],
  port: number,
  authorityUrl = "https://authority.invalid/directory",
): void {
  const { config, ...rest } = parse(readFileSync("Pulumi.local.yaml", "utf8"));
  const tenant = (slug: string) => ({ slug, id: `${slug}_001`, name: slug, domain: `${slug}.example.com` });
  writeFileSync(`${stackFile}.tenants.yaml`, stringify({ tenants: slugs.map(tenant) }));
  const changes = {
    "chalan:tenantsFile": `${stackFile}.tenants.yaml`,
    "chalan:edge": {
      ...config["chalan:edge"],
      httpsPort: port,
      authority: authorityUrl,
    },
    "chalan:pgadmin": undefined,
    "chalan:publicAddresses": ["203.0.113.7"],
    // Nobody answers DNS there: what cannot be looked up is held back.
    "chalan:resolvers": ["127.0.0.1:9"],
  };
  writeFileSync(stackFile, stringify({ ...rest, config: { ...config, ...changes } }));
}

let port = 0;
beforeAll(async () => {
  edge.listen(0, "127.0.0.1");
  await once(edge, "listening");
  ({ port } = edge.address() as AddressInfo);
});
afterAll(() => {
  edge.close();
  authority[Symbol.dispose]();
  for (const path of [stackFile, `${stackFile}.tenants.yaml`, folder, journalFile])
    rmSync(path, { recursive: true, force: true });
});

test("every name is listed with its state, for people and for monitoring; an alarm is status 1", async () => {
  writeStack(["good", "other"], port);
  const { status, stdout } = await certificates("list", "--json");
  expect(JSON.parse(stdout)).toEqual({
    stack,
    alarm: true,
    certificates: [
      expect.objectContaining({
        name: "good.example.com",
        tenant: "good",
        state: "ok",
        issuer: "Test intermediate",
      }),
      expect.objectContaining({ name: "api.good.example.com", state: "expiring", daysLeft: 9 }),
      expect.objectContaining({ name: "other.example.com", state: "mismatched" }),
      expect.objectContaining({
        name: "api.other.example.com",
        state: "missing",
        issuer: null,
        notAfter: null,
        daysLeft: null,
      }),
    ],
  });
  expect(Object.keys(JSON.parse(stdout).certificates[0])).toEqual([
    "name",
    "tenant",
    "issuer",
    "notAfter",
    "daysLeft",
    "state",
    "detail",
  ]);
  expect(status).toBe(1);
  const read = await certificates("list");
  expect(read.stdout).toMatch(
    /^ {2}NAME +TENANT +STATE +DAYS +UNTIL +ISSUER\n {2}good\.example\.com +good +ok +89 +\d{4}-/,
  );
});

test("an edge that does not answer is status 2, and no alarm is invented", async () => {
  writeStack(["good"], 1);
  const { status, stdout } = await certificates("list", "--json");
  expect(status).toBe(2);
  expect(JSON.parse(stdout).certificates[0]).toMatchObject({
    state: "unknown",
    detail: "127.0.0.1:1: ECONNREFUSED",
  });
});

test("a mistake in the stack's files is status 2, with every problem", async () => {
  writeStack(["Good"], port);
  const { status, stderr } = await certificates("check");
  expect(status).toBe(2);
  expect(stderr).toContain("tenants[0].slug  must be 2 to");
});

test("what cannot be looked up is told with its remedy, and held back unless it has a certificate", async () => {
  writeStack(["good", "fresh"], port);
  const { status, stdout } = await certificates("check");
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^fresh\.example\.com {2}\(held back\) {2}cannot be looked up: .* answer with E[A-Z]+\. Look at that zone/m,
  );
  expect(stdout).toMatch(/^good\.example\.com {2}cannot be looked up/m);
  expect(stdout).toContain("The authority https://authority.invalid/directory does not answer");
  expect(existsSync(`${folder}/held-names.json`), "check changes nothing").toBe(false);
});

test("bin/up and bin/preview hand the held names to the program, and only these", async () => {
  writeStack(["good", "fresh"], port);
  const hold = () => certificates("hold");
  expect(await hold()).toMatchObject({ status: 0, stdout: expect.stringContaining("(held back)") });
  const held = JSON.parse(readFileSync(`${folder}/held-names.json`, "utf8"));
  expect(held).toEqual(["api.fresh.example.com", "fresh.example.com"]);
  const text = readFileSync(stackFile, "utf8");
  writeFileSync(stackFile, text.replace("https://authority.invalid/directory", "local"));
  expect(await hold()).toMatchObject({ status: 0, stdout: "" });
  expect(existsSync(`${folder}/held-names.json`)).toBe(false);
});

test("renew knows the stack's own names only", async () => {
  writeStack(["good"], port);
  const { status, stderr } = await certificates("renew", "stranger.example.com");
  expect(status).toBe(2);
  expect(stderr).toContain(`${stack} gets no certificate for stranger.example.com`);
});

test("a name is not renewed by hand more often than Let's Encrypt allows in a week, as far as its certificates were seen", async () => {
  writeStack(["good"], port, "https://acme-v02.api.letsencrypt.org/directory");
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const before = ["01", "02", "03", "04"].map((serial) => ({
    name: "good.example.com",
    serial,
    at: yesterday,
  }));
  mkdirSync(".state/certificates", { recursive: true });
  writeFileSync(journalFile, JSON.stringify(before));
  const { status, stderr } = await certificates("renew", "good.example.com");
  expect(status).toBe(2);
  expect(stderr).toContain("good.example.com  has had the 5 certificates that the same name gets in a week");
  expect(JSON.parse(readFileSync(journalFile, "utf8"))).toContainEqual(
    expect.objectContaining({ name: "good.example.com", serial: leaves.get("good.example.com")?.serial }),
  );
});

test("where nobody counts, nothing is remembered", async () => {
  rmSync(journalFile, { force: true });
  writeStack(["good"], port);
  await certificates("list");
  expect(existsSync(journalFile)).toBe(false);
});

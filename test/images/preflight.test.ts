/** The preflight of names against a real DNS server (challtestsrv), beside what the authority makes of the same names. */
import { Resolver } from "node:dns/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordsOf, resolverOf } from "../../bin/lib/certificates/dns.ts";
import { preflightFaults } from "../../bin/lib/certificates/preflight.ts";
import { until } from "../support/until.ts";
import { images } from "./support/edge.ts";
import { ask } from "./support/request.ts";
import { addressOf, Sandbox } from "./support/sandbox.ts";

const sandbox = new Sandbox("preflight");
const here = "203.0.113.7";
let server = "";

/** Sets something up in the DNS server. */
const set = (path: string, body: object) =>
  ask("http://dns:8055", server, { path: `/${path}`, method: "POST", body: JSON.stringify(body) });
const rules = async (name: string) => {
  // With more patience than the preflight's own, for a machine that is busy.
  const resolver = new Resolver({ timeout: 30_000 });
  resolver.setServers([`${server}:8053`]);
  const records = await recordsOf(resolver, name);
  return preflightFaults(name, records, { addresses: [here], identities: ["letsencrypt.org"] }).map(
    ({ rule }) => rule,
  );
};

beforeAll(async () => {
  const off = ["-http01", "-https01", "-tlsalpn01", "-doh"].flatMap((service) => [service, ""]);
  const container = sandbox.start(
    "dns",
    ...[images.challtestsrv, "-defaultIPv4", here, "-defaultIPv6", "", ...off],
    ...["-dnsserver", ":8053", "-management", ":8055"],
  );
  server = addressOf(container);
  await until(
    "the DNS server",
    async () => (await set("clear-servfail", { host: "none.test" })).status === 200,
  );
});
afterAll(() => sandbox.dispose());

test("a name that points here and that CAA says nothing of may be asked for", async () => {
  expect(await rules("good.test")).toEqual([]);
});

test("a name whose servers fail, that points elsewhere, or has no address may not", async () => {
  await set("set-servfail", { host: "failing.test" });
  await set("add-a", { host: "elsewhere.test", addresses: ["198.51.100.1"] });
  await set("add-aaaa", { host: "half.test", addresses: ["2001:db8::1"] });
  expect(await rules("failing.test")).toContain(
    "cannot be looked up: the name servers of failing.test answer with ESERVFAIL",
  );
  expect(await rules("elsewhere.test")).toEqual(["points to 198.51.100.1, which is not this host"]);
  expect(await rules("half.test")).toEqual(["points to 2001:db8::1, which is not this host"]);
  await set("clear-servfail", { host: "failing.test" });
  expect(await rules("failing.test"), "and it may once that is put right").toEqual([]);
});

test("CAA of a parent holds for the names below it, until one of them says otherwise", async () => {
  await set("add-caa", { host: "parent.test", policies: [{ tag: "issue", value: "pki.goog" }] });
  await set("add-caa", { host: "free.parent.test", policies: [{ tag: "issue", value: "letsencrypt.org" }] });
  expect(await rules("www.shop.parent.test")).toEqual([
    "is not to be issued by this authority, says CAA at parent.test",
  ]);
  expect(await rules("www.free.parent.test")).toEqual([]);
});

test("a server that does not answer is told as such, and not asked for every parent", async () => {
  const records = await recordsOf(resolverOf(["127.0.0.1:9"]), "any.test");
  expect(records).toMatchObject({ v4: { failed: expect.stringMatching(/^E/) }, rulesAt: "any.test" });
});

/** A tenant's own certificate, from components/scripts, on the edge: served, renewed without a pause, left alone by the companion. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customCertificateName } from "../../components/lib/custom-certificates.ts";
import { TestAuthority } from "../support/certificates.ts";
import { until } from "../support/until.ts";
import { type Edge, startAuthority, startBackend, startEdge } from "./support/edge.ts";
import { settled } from "./support/edge-client.ts";
import { ask, statusOf } from "./support/request.ts";
import { attempt, docker, logs, Sandbox } from "./support/sandbox.ts";

const sandbox = new Sandbox("custom");
const authority = new TestAuthority();
const names = ["own.test", "www.own.test"];
const certificate = customCertificateName("test", "own");
let edge: Edge;
let companion = "";

/** Runs a script as Pulumi's command does, with the PEM text on its input. */
function script(name: string, input = "", proxy = edge.nginx): void {
  const environment = {
    STACK: "test",
    PROXY: proxy,
    EDGE_NETWORK: "no-generator-has-this-label",
    NAME: certificate,
  };
  const { status, stderr } = spawnSync(`components/scripts/${name}`, {
    input,
    encoding: "utf8",
    timeout: 180_000,
    env: { PATH: process.env.PATH, ...environment },
  });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
}

function pem(): { text: string; serial: string } {
  const leaf = authority.leaf(names);
  return { text: leaf.certificate + authority.intermediate + leaf.key, serial: leaf.serial };
}

const served = async (name: string) =>
  (await ask(`https://${name}`, edge.address, { ca: authority.root })).certificate?.serialNumber;
const files = () =>
  docker("exec", edge.nginx, "sh", "-c", "cd /etc/nginx/certs && stat -c '%a %F %n' custom-*").split("\n");

beforeAll(async () => {
  edge = startEdge(sandbox, []);
  ({ companion } = startAuthority(edge, ["DEFAULT_KEY_SIZE=ec-256", "DOCKER_GEN_WAIT=1s:3s"]));
  await until("the edge answers", async () => (await statusOf("http://nobody.test", edge.address)) === 503);
});
afterAll(() => {
  authority[Symbol.dispose]();
  sandbox.dispose();
});

test("it is served for every name of the tenant, with its chain, and only its owner can read the key", async () => {
  const { text, serial } = pem();
  script("install-certificate", text);
  startBackend(edge, "own", edge.network, [`VIRTUAL_HOST=${names.join(",")}`, `CERT_NAME=${certificate}`]);
  for (const name of names)
    await until(`${name} is served with it`, async () => (await served(name)) === serial);
  await settled(edge.nginx);
  expect(files()).toEqual([`600 regular file ${certificate}.crt`, `777 symbolic link ${certificate}.key`]);
});

test("a new one is served after a reload; nobody waits, no container is new", async () => {
  const { text, serial } = pem();
  const started = docker("inspect", "--format", "{{.State.StartedAt}}", edge.nginx);
  let failed = 0;
  let done = false;
  const load = (async () => {
    while (!done) if ((await statusOf("https://own.test", edge.address)) !== 200) failed += 1;
  })();
  script("install-certificate", text);
  await until("the new one", async () => (await served("www.own.test")) === serial);
  await settled(edge.nginx);
  done = true;
  await load;
  expect(failed).toBe(0);
  expect(docker("inspect", "--format", "{{.State.StartedAt}}", edge.nginx)).toBe(started);
});

test("the companion leaves it alone, also when it renews all that are its own", async () => {
  const before = await served("own.test");
  attempt("exec", companion, "force_renew");
  expect(await served("own.test")).toBe(before);
  expect(logs(companion)).not.toContain("own.test");
});

test("the key is in no log, label, variable or command line of any container", () => {
  const all = docker("inspect", ...docker("ps", "--all", "--quiet", "--filter", sandbox.filter).split("\n"));
  const said = [edge.nginx, edge.generator, companion].map(logs).join("\n");
  expect(all + said).not.toContain("PRIVATE KEY");
});

test("a text that nginx cannot use is told, and what was served stays served", async () => {
  const before = await served("own.test");
  expect(() => script("install-certificate", "no certificate")).toThrow(
    /nginx does not take the certificate/,
  );
  expect(await served("own.test")).toBe(before);
  expect(docker("exec", edge.nginx, "sh", "-c", "nginx -t 2>&1")).toContain("successful");
  expect(files()).toHaveLength(2);
});

test("it goes with the tenant, and an edge that is gone is no fault", () => {
  sandbox.remove(`${sandbox.name}-own`);
  script("remove-certificate");
  expect(attempt("exec", edge.nginx, "sh", "-c", "ls /etc/nginx/certs | grep custom").output).toBe("");
  expect(() => script("remove-certificate", "", "no-such-container")).not.toThrow();
});

/** What goes wrong around certificates: the others are served meanwhile, and the state heals by itself or with one command. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { companionEnvironment } from "../../components/lib/edge-environment.ts";
import { until } from "../support/until.ts";
import { type Edge, startAuthority, startBackend, startEdge } from "./support/edge.ts";
import { settled } from "./support/edge-client.ts";
import { ask, statusOf } from "./support/request.ts";
import { addressOf, attempt, docker, logs, Sandbox } from "./support/sandbox.ts";

/** An edge as a stack would have it: the companion runs with its settings. */
const ownEdge = {
  network: "edge",
  subnet: "172.18.0.0/16",
  bindAddress: "0.0.0.0",
  httpPort: 80,
  httpsPort: 443,
  email: "operator@chalan.test",
  authority: "https://authority.test/directory",
};

const sandbox = new Sandbox("faults");
let edge: Edge;
let authority: ReturnType<typeof startAuthority>;

const served = (name: string) => statusOf(`https://${name}`, edge.address);
const isServed = async (name: string) => {
  await until(`${name} is served over HTTPS`, async () => (await served(name)) === 200);
  await settled(edge.nginx);
};
const start = (name: string, ...more: string[]) =>
  startBackend(edge, name, edge.network, [`VIRTUAL_HOST=${name}.test`, `ACME_HOST=${name}.test`, ...more]);
const certificateOf = async (name: string) => (await ask(`https://${name}`, edge.address)).certificate;
const serial = async (name: string) => (await certificateOf(name))?.serialNumber;
const attempts = (name: string) =>
  logs(authority.companion).split(`Creating/renewal ${name} certificates`).length - 1;
/** Kills it as a crash does: for docker's own `kill` it would count as stopped by a person. */
const crash = (container: string) =>
  process.kill(Number(docker("inspect", "--format", "{{.State.Pid}}", container)), "SIGKILL");
const authorityAnswers = () =>
  until("the authority", async () => {
    const { status } = await ask(`https://${authority.host}:15000`, addressOf(authority.authority), {
      path: "/roots/0",
    });
    return status === 200;
  });

beforeAll(async () => {
  edge = startEdge(sandbox, []);
  // Nothing is tried again by itself within an hour, so that each test shows what heals it.
  const { DOCKER_GEN_WAIT, DEFAULT_KEY_SIZE } = companionEnvironment(ownEdge);
  authority = startAuthority(edge, [
    `DOCKER_GEN_WAIT=${DOCKER_GEN_WAIT}`,
    `DEFAULT_KEY_SIZE=${DEFAULT_KEY_SIZE}`,
    "CERTS_UPDATE_INTERVAL=3600",
  ]);
  docker("update", "--restart", "unless-stopped", authority.companion);
  await authorityAnswers();
  start("first");
  await isServed("first.test");
});
afterAll(() => sandbox.dispose());

test("a new name is served over HTTPS by the start of its container alone", async () => {
  for (const name of ["new1", "new2", "new3"]) {
    start(name);
    await isServed(`${name}.test`);
  }
});

test("the authority is down: the others are served, and one command heals it", async () => {
  docker("stop", "--time", "1", authority.authority);
  start("down");
  await until("the companion has tried", () =>
    logs(authority.companion).includes("no certificate for down.test"),
  );
  expect(await served("first.test")).toBe(200);
  expect(await served("down.test")).not.toBe(200);
  expect(await statusOf("http://down.test", edge.address), "what was said to be plain is plain").toBe(200);
  docker("start", authority.authority);
  await authorityAnswers();
  docker("exec", authority.companion, "/app/signal_le_service");
  await isServed("down.test");
});

test("the authority is slow: the others are served, and the certificate comes late", async () => {
  docker("pause", authority.authority);
  start("slow");
  await until("the companion is at it", () => attempts("slow.test") === 1);
  expect(await served("first.test")).toBe(200);
  docker("unpause", authority.authority);
  await isServed("slow.test");
});

test("the companion is killed while it issues: it comes back, and goes on where it was", async () => {
  docker("pause", authority.authority);
  start("killed");
  await until("the companion is at it", () => attempts("killed.test") === 1);
  crash(authority.companion);
  expect(await served("first.test")).toBe(200);
  docker("unpause", authority.authority);
  const before = await serial("first.test");
  await isServed("killed.test");
  expect(await serial("first.test"), "nothing is issued twice").toBe(before);
});

test("a name that cannot be validated harms no other one, and a pass after its mending gets it", async () => {
  const servfail = (path: string) =>
    ask("http://dns:8055", authority.dns, {
      path,
      method: "POST",
      body: JSON.stringify({ host: "two.test" }),
    });
  await servfail("/set-servfail");
  const names = "one.test,two.test,three.test";
  startBackend(edge, "several", edge.network, [
    ...[`VIRTUAL_HOST=${names}`, `ACME_HOST=${names}`, "ACME_SINGLE_DOMAIN_CERTS=true"],
  ]);
  await isServed("one.test");
  await isServed("three.test");
  await until("the companion has said so", () =>
    logs(authority.companion).includes("no certificate for two.test"),
  );
  expect(await served("two.test")).not.toBe(200);
  await servfail("/clear-servfail");
  docker("exec", authority.companion, "/app/signal_le_service");
  await isServed("two.test");
});

test("the certificates' volume was lost: they come back from the account's without a new order", async () => {
  const before = await serial("first.test");
  docker("exec", authority.companion, "sh", "-c", "rm -rf /etc/nginx/certs/*");
  docker("exec", authority.companion, "/app/signal_le_service");
  await isServed("first.test");
  expect(await serial("first.test")).toBe(before);
  expect(attempt("exec", edge.nginx, "nginx", "-t").status).toBe(0);
});

test.runIf(process.env.CHALAN_TEST_FULL === "1")(
  "a certificate whose life is short, or that a wrong clock makes so, is renewed in time by itself",
  async () => {
    const short = { default: { description: "a minute and a half", validityPeriod: 90 } };
    const { pebble } = JSON.parse(readFileSync(`${sandbox.folder}/pebble.json`, "utf8"));
    sandbox.file("pebble.json", JSON.stringify({ pebble: { ...pebble, profiles: short } }));
    docker("restart", "--time", "1", authority.authority);
    await authorityAnswers();
    start("short");
    await isServed("short.test");
    const before = await certificateOf("short.test");
    // Two thirds of its life later it is due; the companion's own look comes once an hour, so it is asked.
    await until("a new one before the old one's end", async () => {
      docker("exec", authority.companion, "/app/signal_le_service");
      return (await serial("short.test")) !== before?.serialNumber;
    });
    expect(Date.now()).toBeLessThan(Date.parse(before?.valid_to ?? ""));
    expect(await served("first.test")).toBe(200);
  },
);

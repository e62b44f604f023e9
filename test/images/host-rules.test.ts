/** Rules for one host name at the edge, from components/scripts: who may come in to a service that has no nginx of its own. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Access, hostRules } from "../../components/lib/access.ts";
import { saltedHash } from "../../components/lib/secrets.ts";
import { until } from "../support/until.ts";
import { type Edge, startBackend, startEdge } from "./support/edge.ts";
import { settled } from "./support/edge-client.ts";
import { statusOf } from "./support/request.ts";
import { docker, Sandbox } from "./support/sandbox.ts";

const sandbox = new Sandbox("rules");
const HOST = "tool.test";
const users = `tool:${saltedHash("right", "salt")}\n`;
let edge: Edge;

/** Runs the script as Pulumi's command does. @throws with its message */
function setRules(rules: string, input = ""): void {
  const { status, stderr } = spawnSync(resolve("components/scripts/set-host-rules"), {
    input,
    encoding: "utf8",
    timeout: 180_000,
    env: {
      PATH: process.env.PATH,
      STACK: "test",
      PROXY: edge.nginx,
      EDGE_NETWORK: "no-generator-has-this-label",
      HOST,
      RULES: rules,
    },
  });
  if (status !== 0) throw new Error(`set-host-rules ended with ${status}: ${stderr}`);
}
const give = (access: Partial<Access>) =>
  setRules(
    hostRules({ allow: [], basicAuth: false, ...access }, `/etc/nginx/vhost.d/${HOST}_users`),
    access.basicAuth ? users : "",
  );
const status = (headers: Record<string, string> = {}) =>
  statusOf(`http://${HOST}`, edge.address, { headers });
const becomes = async (expected: number) => {
  await until(`${HOST} answers ${expected}`, async () => (await status()) === expected);
  await settled(edge.nginx);
};
const otherStatus = () => statusOf("http://other.test", edge.address);
const login = (password: string) => ({
  authorization: `Basic ${Buffer.from(`tool:${password}`).toString("base64")}`,
});

beforeAll(async () => {
  edge = startEdge(sandbox, []);
  give({ basicAuth: true });
  startBackend(edge, "tool", edge.network, [`VIRTUAL_HOST=${HOST}`]);
  startBackend(edge, "other", edge.network, ["VIRTUAL_HOST=other.test"]);
  await becomes(401);
  await until("other.test answers", async () => (await otherStatus()) === 200);
});
afterAll(() => sandbox.dispose());

test("with a password, only who has it comes in; another host name is not concerned", async () => {
  expect(await status(login("wrong"))).toBe(401);
  expect(await status(login("right"))).toBe(200);
  expect(await otherStatus()).toBe(200);
});

test("with a list of addresses, the client's own counts, whatever it says it is", async () => {
  give({ allow: ["203.0.113.0/24", "1:2:3:4:5:6:7::/127"] });
  await becomes(403);
  expect(await status({ "x-forwarded-for": "203.0.113.1" })).toBe(403);
  give({ allow: [`${edge.prefix}.0/24`] });
  await becomes(200);
});

test("rules that nginx does not take change nothing", async () => {
  give({ allow: ["203.0.113.0/24"] });
  await becomes(403);
  expect(() => setRules("nonsense;")).toThrow(/does not take the rules of tool.test.*nonsense/s);
  expect(docker("exec", edge.nginx, "cat", `/etc/nginx/vhost.d/${HOST}`)).toContain("allow 203.0.113.0/24;");
  expect(docker("exec", edge.nginx, "ls", "-A", "/etc/nginx/vhost.d").split("\n").sort()).toEqual([
    HOST,
    `${HOST}_users`,
  ]);
});

test("without either, everybody comes in again", async () => {
  give({});
  await becomes(200);
});

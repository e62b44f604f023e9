/** The access log: JSON in the tenant's own volume, rotated and deleted by the container's health check. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, waitFor } from "../support/containers.ts";
import { type Bench, createBench, type Nginx } from "./support.ts";

const FOLDER = "/var/log/chalan";
const MEBIBYTE = 1024 * 1024;

let bench: Bench;
let nginx: Nginx;
beforeAll(async () => {
  bench = await createBench();
  nginx = await bench.start();
  await nginx.switchTo(bench.webs[0] ?? "");
});
afterAll(() => bench?.stop());

const inside = (script: string) => docker("exec", nginx.name, "sh", "-ec", script);
const rotate = () => docker("exec", nginx.name, "rotate-logs");
const files = async () => (await inside(`ls ${FOLDER}`)).split("\n");
const rotated = async () => (await files()).filter((name) => name.startsWith("access-"));
const entries = async () =>
  (await inside(`cat ${FOLDER}/access.json`))
    .split("\n")
    .filter(Boolean)
    .map((line): Record<string, unknown> => JSON.parse(line));
const logged = (client: string) =>
  waitFor("the line", async () => expect((await entries()).map((each) => each.client)).toContain(client));

it("has one line of JSON per request, without query strings, bodies, headers and health checks", async () => {
  await nginx.ask("/api/a%22b/x?sentinel=1", {
    method: "POST",
    payload: { sentinel: 1 },
    headers: {
      "x-forwarded-for": "192.0.2.1",
      cookie: "sentinel=1",
      "user-agent": "sentinel",
      referer: "sentinel",
    },
  });
  await nginx.ask("/.nginx/healthz");
  await nginx.ask("/gone?sentinel", { headers: { "x-forwarded-for": "192.0.2.2" } });
  await logged("192.0.2.2");
  const found = await entries();
  expect(found.find(({ client }) => client === "192.0.2.1")).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
    host: "acme.test",
    method: "POST",
    path: "/api/a%22b/x",
    status: 200,
    bytes: expect.any(Number),
    seconds: expect.any(Number),
    upstream: expect.stringMatching(/:8000$/),
    upstreamSeconds: expect.any(String),
    client: "192.0.2.1",
    request: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(found.map(({ path }) => path)).not.toContain("/.nginx/healthz");
  expect(JSON.stringify(found)).not.toContain("sentinel");
});

describe("rotate-logs", () => {
  it("leaves a small log of today alone", async () => {
    await rotate();
    expect(await files()).toEqual(["access.json"]);
  });

  it("starts a new one when it is large, and nginx goes on in it", async () => {
    await inside(`head -c ${6 * MEBIBYTE} /dev/zero | tr '\\0' x >> ${FOLDER}/access.json`);
    await rotate();
    expect(await rotated()).toHaveLength(1);
    await nginx.ask("/after", { headers: { "x-forwarded-for": "192.0.2.3" } });
    await logged("192.0.2.3");
    expect((await entries()).map(({ client }) => client)).toEqual(["192.0.2.3"]);
  });

  it("starts a new one on a new day", async () => {
    const before = (await rotated()).length;
    await inside(`sed -i '1s/"time":"[0-9-]*T/"time":"2026-01-02T/' ${FOLDER}/access.json`);
    // Names have seconds; the next file must not meet the last one.
    await waitFor("a new second", async () => {
      await rotate();
      expect(await rotated()).toHaveLength(before + 1);
    });
  });

  it("keeps the end of a flood", async () => {
    const old = `${FOLDER}/access-20260102T030405Z.json`;
    await inside(`head -c ${20 * MEBIBYTE} /dev/zero | tr '\\0' x > ${old}; echo end >> ${old}`);
    await rotate();
    expect(Number(await inside(`wc -c < ${old}`))).toBe(5 * MEBIBYTE);
    expect(await inside(`tail -c 4 ${old}`)).toBe("end");
  });

  it("deletes what is older than 14 days, and all but the newest 14", async () => {
    await inside(`rm -f ${FOLDER}/access-*`);
    const names = Array.from({ length: 20 }, (_, day) => `access-202610${10 + day}T000000Z.json`);
    await inside(names.map((name) => `echo x > ${FOLDER}/${name}`).join("; "));
    await inside(`touch -d @$(($(date +%s) - 15 * 86400)) ${FOLDER}/${names[19]}`);
    await rotate();
    expect(await rotated()).toEqual(names.slice(5, 19));
  });

  it("does nothing where nothing has been logged yet", async () => {
    const fresh = await bench.start();
    await docker("exec", fresh.name, "rotate-logs");
    expect(await docker("exec", fresh.name, "ls", FOLDER)).toBe("access.json");
  });
});

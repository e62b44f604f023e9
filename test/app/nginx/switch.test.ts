/** The switch: from one web container to another, without a restart or a reload. */
import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker, waitFor } from "../support/containers.ts";
import type { Answer } from "../support/http.ts";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
let one: string;
let two: string;
beforeAll(async () => {
  bench = await createBench(2);
  [one = "", two = ""] = bench.webs;
  nginx = await bench.start();
});
afterAll(() => bench?.stop());

const target = () => docker("exec", nginx.name, "readlink", "/etc/nginx/switch/current");
const files = () => docker("exec", nginx.name, "ls", "/etc/nginx/switch");

describe("before the first switch", () => {
  it("serves the front, and says 503 for the API", async () => {
    expect((await nginx.ask("/")).status).toBe(200);
    const api = await nginx.ask("/api/tenant");
    expect(api.status).toBe(503);
    expect(api.headers).toMatchObject({ "content-type": "application/problem+json", "retry-after": "2" });
    expect(JSON.parse(api.body)).toMatchObject({
      type: "urn:chalan:problem:unavailable",
      status: 503,
      instance: expect.any(String),
    });
    expectSecurity(api);
    expect(JSON.parse((await nginx.ask("/", {}, `api.${HOST}`)).body)).toMatchObject({ status: 503 });
  });
});

describe("switch-web", () => {
  it.each([
    [[]],
    [[""]],
    [["Upper"]],
    [["a b"]],
    [["-a"]],
    [[".a"]],
    [["a;b"]],
    [['a"b']],
    [["a\nb"]],
    [["a$b"]],
    [["a/b"]],
    [["a", "b"]],
  ])("refuses %j", async (words) => {
    await expect(nginx.switchTo(...words)).rejects.toThrow(/switch-web: /);
    expect(await target()).toBe("none");
  });

  it("takes effect without a restart, and leaves nothing of the target before", async () => {
    for (const name of [one, two, two, one]) {
      await nginx.switchTo(name);
      expect(await target()).toBe(`${name}:8000`);
      expect(await nginx.answeredBy()).toBe(name);
      expect((await files()).split("\n")).toEqual([`${name}:8000`, "current"].sort());
    }
  });

  it("closes no connection that the edge keeps", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const sockets = new Set<unknown>();
    agent.on("free", (socket) => sockets.add(socket));
    const send = () => nginx.ask("/api/load", { method: "POST", payload: { a: 1 }, agent });
    const burst = () => Promise.all(Array.from({ length: 8 }, send));

    const statuses: unknown[] = [];
    for (const name of [two, one, two, one]) {
      const answers = await Promise.all([nginx.switchTo(name), burst(), burst(), burst()]);
      statuses.push(...answers.slice(1).flatMap((each) => (each as Answer[]).map(({ status }) => status)));
    }
    agent.destroy();

    expect(statuses).toEqual(Array.from({ length: 96 }, () => 200));
    expect(sockets.size).toBe(4);
  });

  it("waits for a request that is on its way to the old target, though it comes after", async () => {
    // nginx has decided where this one goes, and reads its body before it connects there.
    const upload = request({
      port: nginx.port,
      method: "POST",
      path: "/api/upload",
      headers: { host: HOST, "content-length": "10", expect: "100-continue" },
    });
    const answered = once(upload, "response");
    const decided = once(upload, "continue");
    upload.flushHeaders();
    await decided;
    upload.write("12345");

    const switched = nginx.switchTo(two);
    await waitFor("the switch", async () => expect(await nginx.answeredBy()).toBe(two));
    expect(await Promise.race([switched, setTimeout(1000, "waiting")])).toBe("waiting");
    upload.end("67890");

    const [answer] = (await answered) as [IncomingMessage];
    expect(await json(answer)).toMatchObject({ instance: one, bytes: 10 });
    await switched;
    await nginx.switchTo(one);
  });

  it("loses no request while switching to and fro under load, and the old one gets none afterwards", async () => {
    let running = true;
    let answers = 0;
    const failures: unknown[] = [];
    const client = async () => {
      while (running) {
        try {
          const { status } = await nginx.ask("/api/load", { method: "POST", payload: { a: 1 } });
          if (status !== 200) failures.push(status);
        } catch (error) {
          failures.push(error);
        }
        answers += 1;
      }
    };
    const clients = Array.from({ length: 8 }, client);
    const underLoad = async (count: number) => {
      const before = answers;
      await waitFor("the load", async () => expect(answers).toBeGreaterThan(before + count));
    };
    for (let round = 0; round < 5; round += 1) {
      for (const name of [two, one]) {
        await underLoad(10);
        await nginx.switchTo(name);
        const asked = await Promise.all(Array.from({ length: 100 }, nginx.answeredBy));
        expect([...new Set(asked)]).toEqual([name]);
      }
    }
    running = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
  });

  it("answers 502 for a container that is not there, and goes on with the front", async () => {
    await nginx.switchTo("nobody-here");
    expect((await nginx.ask("/api/x")).status).toBe(502);
    expect((await nginx.ask("/")).status).toBe(200);
    await nginx.switchTo(one);
    expect(await nginx.answeredBy()).toBe(one);
  });
});

it("tells which container answers and where it sends requests, but only to the edge's own container", async () => {
  await nginx.switchTo(one);
  const instance = (address: string) =>
    nginx.ask("/.nginx/instance", { headers: { "x-forwarded-for": address } });
  const hostname = await docker("exec", nginx.name, "hostname");
  expect(await instance("127.0.0.1")).toMatchObject({ status: 200, body: `${hostname} ${one}:8000\n` });
  for (const address of ["203.0.113.7", "127.0.0.1, 203.0.113.7"])
    expect((await instance(address)).status).toBe(404);
});

it("is remembered over a restart of nginx", async () => {
  const other = await bench.start();
  await other.switchTo(two);
  await docker("restart", other.name);
  // Its port on this machine is another one now.
  const ask = ["curl", "--silent", "--header", `Host: ${HOST}`, "http://127.0.0.1/api/x"];
  await waitFor("nginx", async () =>
    expect(JSON.parse(await docker("exec", other.name, ...ask))).toMatchObject({ instance: two }),
  );
});

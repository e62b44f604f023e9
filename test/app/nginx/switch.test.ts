/** The switch: from one web container to another, without a restart. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docker } from "../support/containers.ts";
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

const target = () => docker("exec", nginx.name, "cat", "/etc/nginx/switch/web.conf");

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
    await expect(target()).rejects.toThrow();
  });

  it("writes exactly one line and takes effect without a restart", async () => {
    await nginx.switchTo(one);
    expect(await target()).toBe(`set $web "${one}:8000";`);
    expect(await nginx.answeredBy()).toBe(one);
  });

  it("keeps the old target when nginx refuses the configuration", async () => {
    await docker("exec", nginx.name, "sh", "-c", "echo 'nonsense;' > /etc/nginx/conf.d/broken.conf");
    await expect(nginx.switchTo(two)).rejects.toThrow(/the old target stays.*nonsense/s);
    expect(await target()).toBe(`set $web "${one}:8000";`);
    await docker("exec", nginx.name, "rm", "/etc/nginx/conf.d/broken.conf");
    expect(await nginx.answeredBy()).toBe(one);
    expect(await docker("exec", nginx.name, "ls", "/etc/nginx/switch")).toBe("web.conf");
  });

  it("notices that nginx refuses what its own check accepts", { timeout: 60_000 }, async () => {
    const zone = (key: string) =>
      docker(
        "exec",
        nginx.name,
        "sh",
        "-c",
        `echo 'limit_req_zone ${key} zone=test:32k rate=1r/s;' > /etc/nginx/conf.d/zone.conf`,
      );
    await zone("$uri");
    await nginx.switchTo(one);
    // Another key for a zone that is in use: only the running nginx can know.
    await zone("$host");
    await expect(nginx.switchTo(two)).rejects.toThrow(
      /did not take the configuration.*the old target stays/s,
    );
    expect(await target()).toBe(`set $web "${one}:8000";`);
    await docker("exec", nginx.name, "rm", "/etc/nginx/conf.d/zone.conf");
    await nginx.switchTo(one);
    expect(await nginx.answeredBy()).toBe(one);
  });

  it("loses no request while switching to and fro under load, and the old one gets none afterwards", {
    timeout: 120_000,
  }, async () => {
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
    for (let round = 0; round < 5; round += 1) {
      for (const name of [two, one]) {
        await nginx.switchTo(name);
        const asked = await Promise.all(Array.from({ length: 100 }, nginx.answeredBy));
        expect([...new Set(asked)]).toEqual([name]);
      }
    }
    running = false;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(answers).toBeGreaterThan(100);
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

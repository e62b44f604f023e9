/** What one address, and a whole tenant, may ask for: the numbers of the plan. */
import { Agent, type ClientRequest, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANS } from "../../../tenants/plans.ts";
import { waitFor } from "../support/containers.ts";
import { type Answer, call } from "../support/http.ts";
import { type Bench, createBench, expectSecurity, HOST, type Nginx } from "./support.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench();
});
afterAll(() => bench?.stop());

/** Asks as one client as fast as it can. @returns how many answers of each status, and the seconds that it took */
async function flood(nginx: Nginx, url: string, client: string, count: number, host = HOST) {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const headers = { host, "x-forwarded-for": client };
  const started = performance.now();
  const answers = await Promise.all(
    Array.from({ length: count }, () => call(nginx.port, url, { headers, agent })),
  );
  agent.destroy();
  const number = (status: number) => answers.filter((answer) => answer.status === status).length;
  return { good: number(200), refused: number(429), seconds: (performance.now() - started) / 1000 };
}

describe.each(["small", "standard", "large"] as const)("plan %s", (plan) => {
  const { door } = PLANS[plan];
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await bench.start({ plan });
    await nginx.switchTo(bench.webs[0] ?? "");
  });

  it.each([
    ["requests", "/api/x", HOST, door.requests],
    ["requests", "/anything", `api.${HOST}`, door.requests],
    ["files", "/assets/index-1a2b3c.js", HOST, door.files],
    ["files", "/contracts/7", HOST, door.files],
  ])("lets a burst of %s through and then the rate: %s at %s", async (_, url, host, rate) => {
    const burst = 2 * rate;
    const client = `192.0.2.${url.length}`;
    const { good, refused, seconds } = await flood(nginx, url, client, burst + 100 + rate, host);
    expect(good).toBeGreaterThan(burst);
    expect(good).toBeLessThanOrEqual(1 + burst + Math.ceil(rate * seconds));
    expect(good + refused).toBe(burst + 100 + rate);
    // Somebody else is not concerned.
    expect((await nginx.ask(url, {}, host)).status).toBe(200);
  });
});

describe("whoever is refused", () => {
  let nginx: Nginx;
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  afterAll(() => agent.destroy());
  /** Asks until it is refused: on a busy machine the first burst may come too slowly. @returns the refusal */
  async function refusal(ask: (index: number) => Promise<Answer>): Promise<Answer> {
    const refusals: Answer[] = [];
    await waitFor("a refusal", async () => {
      const answers = await Promise.all(Array.from({ length: 600 }, (_, index) => ask(index)));
      refusals.push(...answers.filter(({ status }) => status === 429));
      expect(refusals).not.toEqual([]);
    });
    return refusals[0] as Answer;
  }
  beforeAll(async () => {
    nginx = await bench.start();
    await nginx.switchTo(bench.webs[0] ?? "");
  });
  const asHim = { headers: { "x-forwarded-for": "192.0.2.200" }, agent };

  it("is told when to come back, as a program", async () => {
    const answer = await refusal(() => nginx.ask("/api/x", asHim));
    expect(answer.headers).toMatchObject({
      "retry-after": "1",
      "content-type": "application/problem+json",
      "cache-control": "no-store",
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      type: "urn:chalan:problem:too-many-requests",
      title: "Too many requests",
      status: 429,
    });
    expectSecurity(answer);
  });

  it("and as a person", async () => {
    const answer = await refusal(() => nginx.ask("/", asHim));
    expect(answer.headers).toMatchObject({ "retry-after": "1", "content-type": "text/html; charset=utf-8" });
    expect(answer.body).toContain("<h1>Demasiadas peticiones</h1>");
    expectSecurity(answer);
  });

  it("the health checks are never refused", async () => {
    for (const url of ["/readyz", "/healthz", "/.nginx/healthz"])
      expect(await flood(nginx, url, "192.0.2.201", 500)).toMatchObject({ good: 500, refused: 0 });
  });

  it("cannot pass himself off as somebody else", async () => {
    // The edge adds the real address at the end; what stands before it came from the client.
    const invented = (index: number) => `198.51.${100 + (index >> 8)}.${index & 255}`;
    await refusal((index) => {
      const headers = { "x-forwarded-for": `${invented(index)}, 192.0.2.202` };
      return nginx.ask("/api/x", { headers, agent });
    });
  });
});

it("one address cannot hold more answers at a time than its plan has", async () => {
  const nginx = await bench.start();
  await nginx.switchTo(bench.webs[0] ?? "");
  const { connectionsPerAddress, connections } = PLANS.small.door;
  const held: ClientRequest[] = [];
  const statuses: (number | undefined)[] = [];
  /** Opens streams that do not end, one after the other. */
  const open = async (client: string, count: number) => {
    for (let index = 0; index < count; index += 1) {
      const headers = { host: HOST, accept: "text/event-stream", "x-forwarded-for": client };
      const stream = request({ port: nginx.port, path: "/api/events", headers, agent: false });
      held.push(stream);
      statuses.push(
        await new Promise((resolve, reject) => {
          stream.on("response", (answer) => {
            answer.on("error", () => {});
            answer.resume();
            resolve(answer.statusCode);
          });
          stream.on("error", reject).end();
        }),
      );
    }
    return statuses.splice(0);
  };
  try {
    // Slower than the limit of requests.
    const first = await open("192.0.2.1", connectionsPerAddress + 5);
    expect(first.filter((status) => status === 200)).toHaveLength(connectionsPerAddress);
    expect(first.slice(connectionsPerAddress)).toEqual(Array(5).fill(429));
    const second = await open("192.0.2.2", connections - connectionsPerAddress);
    expect(new Set(second)).toEqual(new Set([200]));
    expect(await open("192.0.2.3", 2)).toEqual([429, 429]);
  } finally {
    for (const stream of held) stream.on("error", () => {}).destroy();
  }
});

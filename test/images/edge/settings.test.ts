/** What conf.d/10-edge.conf and vhost.d/default add to nginx-proxy, at the edge as the program sets it up. */
import { Agent, request } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatorEnvironment } from "../../../components/lib/edge-environment.ts";
import { EDGE_HOST, EDGE_HTTP } from "../../../components/lib/edge-nginx.ts";
import { until } from "../../support/until.ts";
import { startBackend, startEdge } from "../support/edge.ts";
import { EdgeClient, settled } from "../support/edge-client.ts";
import { upgrade } from "../support/request.ts";
import { docker, Sandbox } from "../support/sandbox.ts";

const RELOADS = 12;
/** As many are looked at after each of them. */
const ANSWERS = 200;
/** More than the image's own settings let two workers have: each takes two connections of a worker. */
const WEBSOCKETS = 1200;

/** An upgraded connection through the edge. */
function upgraded(host: string): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const headers = { host: "app.test", connection: "Upgrade", upgrade: "echo" };
  request({ host, headers, agent: false })
    .on("upgrade", (_answer, socket) => resolve(socket.on("error", () => {})))
    .on("response", ({ statusCode }) => reject(new Error(`not upgraded but ${statusCode}`)))
    .on("error", reject)
    .end();
  return promise;
}

/** @returns the answer to a request that says how large its body is going to be: to go on (100), or not to */
function announced(host: string, bytes: number): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const headers = { host: "app.test", "content-length": String(bytes), expect: "100-continue" };
  const call = request({ host, method: "POST", headers, agent: false })
    .on("continue", () => {
      resolve(100);
      call.destroy();
    })
    .on("response", ({ statusCode }) => {
      resolve(statusCode);
      call.destroy();
    })
    .on("error", reject);
  call.flushHeaders();
  return promise;
}

describe("the edge's own settings", () => {
  const sandbox = new Sandbox("settings");
  let client: EdgeClient;

  beforeAll(async () => {
    const settings = {
      network: "n",
      subnet: "",
      bindAddress: "",
      email: "",
      authority: "",
      httpPort: 80,
      httpsPort: 443,
    };
    // The two that name things of a stack are the sandbox's; TLS is another file's matter.
    const {
      DOCKER_CONTAINER_FILTERS: _filter,
      NGINX_CONTAINER_LABEL: _label,
      ...environment
    } = generatorEnvironment(settings);
    const lines = Object.entries({ ...environment, ENABLE_HTTP_ON_MISSING_CERT: "true" });
    const edge = startEdge(
      sandbox,
      lines.map(([name, value]) => `${name}=${value}`),
    );
    client = new EdgeClient(edge);
    client.write(edge.configuration, "10-edge.conf", EDGE_HTTP);
    client.write(edge.vhosts, "default", EDGE_HOST);
    startBackend(edge, "app", edge.network, ["VIRTUAL_HOST=app.test"]);
    await client.gives("http://app.test", 200);
    await client.regenerate("the include", () =>
      client.configuration().includes("include /etc/nginx/vhost.d/default;"),
    );
    docker("kill", "--signal", "HUP", edge.nginx);
    await until(
      "the version is hidden",
      async () => (await client.ask("http://app.test")).headers.server === "nginx",
    );
    await settled(edge.nginx);
  });
  afterAll(() => sandbox.dispose());

  test("nginx accepts them beside docker-gen's file", () => {
    expect(client.test().output).toContain("test is successful");
  });

  test("no answer tells nginx's version, an error page neither", async () => {
    for (const host of ["app.test", "nobody.test"]) {
      const { headers, body } = await client.ask(`http://${host}`);
      expect([headers.server, body]).toEqual(["nginx", expect.not.stringMatching(/nginx\/\d/)]);
    }
  });

  test("the body may be a little larger than the tenants' nginx allows", async () => {
    expect(await announced(client.edge.address, 11 * 2 ** 20 + 1)).toBe(413);
    expect(await announced(client.edge.address, 11 * 2 ** 20)).toBe(100);
  });

  test("a client that never ends its headers is let go", async () => {
    const started = Date.now();
    await new Promise<void>((resolve, reject) => {
      const socket = connect(80, client.edge.address, () =>
        socket.write("GET / HTTP/1.1\r\nHost: app.test\r\n"),
      );
      socket.on("close", () => resolve());
      socket.on("error", () => resolve());
      socket.setTimeout(60_000, () => reject(new Error("still open after a minute")));
    });
    expect(Date.now() - started).toBeGreaterThan(8000);
  });

  test("an idle connection outlives a reload by 20 s, and no longer: a deploy waits for the workers of before", async () => {
    const agent = new Agent({ keepAlive: true });
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const started = Date.now();
    await new Promise<void>((done, reject) => {
      const place = { host: client.edge.address, headers: { host: "app.test" }, agent };
      const call = request(place, (answer) => answer.resume().on("end", done));
      call.on("socket", (socket) => socket.on("close", () => resolve())).on("error", reject);
      call.end();
    });
    docker("kill", "--signal", "HUP", client.edge.nginx);
    await closed;
    agent.destroy();
    const seconds = (Date.now() - started) / 1000;
    expect(seconds).toBeGreaterThan(15);
    // nginx's own 75 s are what it must not be; the rest is room for a busy machine.
    expect(seconds).toBeLessThan(60);
  });

  test("an event of a stream comes at once, though the stream goes on", async () => {
    const first = await new Promise<string>((resolve, reject) => {
      const call = request(
        {
          host: client.edge.address,
          path: "/stream",
          headers: { host: "app.test" },
          agent: false,
          timeout: 30_000,
        },
        (answer) =>
          answer.once("data", (data: Buffer) => {
            call.destroy();
            resolve(data.toString());
          }),
      );
      call.on("timeout", () => call.destroy(new Error("the event is held back")));
      call.on("error", reject);
      call.end();
    });
    expect(first).toBe("data: first\n\n");
  });

  test("a WebSocket passes", async () => {
    expect(await upgrade("http://app.test", client.edge.address, "hello")).toBe("hello");
  });

  test(`${WEBSOCKETS} WebSockets stay open at once, and others are served beside them`, async () => {
    const open = Array.from({ length: WEBSOCKETS }, () => upgraded(client.edge.address));
    const sockets = await Promise.all(open);
    expect(await client.status("http://app.test")).toBe(200);
    expect(sockets.filter((socket) => socket.destroyed)).toEqual([]);
    for (const socket of sockets) socket.destroy();
  });

  test("headers of the backend come through once, with nothing added but the server's name", async () => {
    const { headers } = await client.ask("http://app.test");
    expect(Object.keys(headers).sort()).toEqual(
      ["connection", "content-length", "content-type", "date", "server"].filter((name) => name in headers),
    );
    expect(headers["content-type"]).toBe("application/json");
  });

  test(`${RELOADS} reloads reset no connection that a client keeps`, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const failures: string[] = [];
    let answered = 0;
    const once = () =>
      new Promise<void>((resolve) => {
        const call = request(
          { host: client.edge.address, headers: { host: "app.test" }, agent },
          (answer) => {
            if (answer.statusCode !== 200) failures.push(String(answer.statusCode));
            answered += 1;
            answer.resume().on("end", resolve);
          },
        );
        call.on("error", (error: NodeJS.ErrnoException) => {
          failures.push(`${error.code} ${call.reusedSocket ? "reused" : "new"}`);
          resolve();
        });
        call.end();
      });
    let running = true;
    const clients = Array.from({ length: 20 }, async () => {
      while (running) {
        await once();
        await sleep(20);
      }
    });
    for (let reload = 0; reload < RELOADS; reload += 1) {
      docker("kill", "--signal", "HUP", client.edge.nginx);
      const before = answered;
      // A number and not a time, so that a busy machine asks no less.
      await until("the next answers", () => answered >= before + ANSWERS || failures.length > 0);
    }
    running = false;
    await Promise.all(clients);
    agent.destroy();
    expect(failures).toEqual([]);
  });
});

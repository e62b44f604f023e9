/** Answers that last: a real WebSocket, and events that must not wait in a buffer. */
import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { docker, waitFor } from "../support/containers.ts";
import { type Bench, createBench, HOST, type Nginx } from "./support.ts";

let bench: Bench;
let nginx: Nginx;
let web: string;
beforeAll(async () => {
  bench = await createBench();
  [web = ""] = bench.webs;
  nginx = await bench.start();
  await nginx.switchTo(web);
});
afterAll(() => bench?.stop());

/** Passes one connection on to nginx with another Host: the client always sends the host that it connects to. */
async function startEdge(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer((client) => {
    const upstream = connect(nginx.port, "127.0.0.1");
    client.once("data", (head) => {
      upstream.write(head.toString("latin1").replace(/^host: .*$/im, `host: ${host}`), "latin1");
      client.pipe(upstream);
    });
    upstream.pipe(client);
    for (const side of [client, upstream]) side.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

/** The next message of a WebSocket. @throws when it closes instead */
function next(socket: WebSocket): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  socket.addEventListener("message", ({ data }) => resolve(data), { once: true });
  socket.addEventListener("error", () => reject(new Error("the WebSocket failed")), { once: true });
  return promise;
}

it.each([HOST, `api.${HOST}`])("a WebSocket talks through %s", async (host) => {
  const edge = await startEdge(host);
  const socket = new WebSocket(`ws://127.0.0.1:${edge.port}/api/live`);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error("no WebSocket")));
  });
  for (const message of ["one", "two", "three"]) {
    const answer = next(socket);
    socket.send(message);
    expect(await answer).toBe(message);
  }
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  socket.close();
  await closed;
  edge.server.close();
});

it("passes events on one by one", async () => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { host: HOST, accept: "text/event-stream", "accept-encoding": "gzip" };
    request({ port: nginx.port, path: "/api/events", headers, agent: false }, resolve)
      .on("error", reject)
      .end();
  });
  expect(answer.headers).toMatchObject({ "content-type": "text/event-stream", "x-frame-options": "DENY" });
  const parts = answer.setEncoding("utf8")[Symbol.asyncIterator]();
  expect((await parts.next()).value).toBe("data: first\n\n");
  await docker("kill", "--signal", "SIGUSR2", web);
  expect((await parts.next()).value).toBe("data: last\n\n");
  expect((await parts.next()).done).toBe(true);
});

it.each(["h2c", "tls/1.2", "websocket, h2c"])("does not pass on an upgrade to %s", async (protocol) => {
  const headers = { upgrade: protocol, connection: "upgrade" };
  const answer = JSON.parse((await nginx.ask("/api/x", { headers })).body);
  expect(answer.headers.connection).toBe("close");
  expect(answer.headers).not.toHaveProperty("upgrade");
});

it("a stream to a web that is not there is an error like any other", async () => {
  await nginx.switchTo("nobody-here");
  await waitFor("the new target", async () => {
    const answer = await nginx.ask("/api/events", { headers: { accept: "text/event-stream" } });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toMatchObject({ type: "urn:chalan:problem:unavailable", status: 502 });
  });
});

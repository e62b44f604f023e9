/** How a server ends, by limits that no machine is too slow for. */
import { once } from "node:events";
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, expect, it } from "vitest";
import { drain } from "../../../app/shared/drain.ts";
import { call } from "../support/http.ts";

const [AT_ONCE, NEVER] = [1, 2 ** 30];
let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url !== "/endless") response.end(String(server.listening));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});

it("is over at once when nobody is connected", () => drain(server, { idle: NEVER, total: NEVER }));

it("waits for one more request of a kept connection, and takes no new one", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect((await call(port, "/", { agent })).body).toBe("true");
  const drained = drain(server, { idle: NEVER, total: NEVER });
  await expect(call(port, "/")).rejects.toThrow("ECONNREFUSED");
  expect((await call(port, "/", { agent })).body).toBe("false");
  agent.destroy();
  await drained;
});

it("closes a kept connection that brings none", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await call(port, "/", { agent });
  await drain(server, { idle: AT_ONCE, total: NEVER });
  agent.destroy();
});

it("ends a request that never ends", async () => {
  const asked = once(server, "request");
  const answer = expect(call(port, "/endless")).rejects.toThrow(/hang up|ECONNRESET/);
  await asked;
  await drain(server, { idle: NEVER, total: AT_ONCE });
  await answer;
});

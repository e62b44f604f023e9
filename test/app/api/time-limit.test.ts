/** A handler that takes too long. */
import { setTimeout as sleep } from "node:timers/promises";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { useProblems } from "../../../app/api/plugins/problems.ts";
import { useTimeLimit } from "../../../app/api/plugins/time-limit.ts";

function build(milliseconds: number) {
  const app = fastify();
  useProblems(app);
  useTimeLimit(app, milliseconds);
  const late = Promise.withResolvers<string>();
  app.get("/late", () => late.promise);
  app.get("/slow-stream", async (_request, reply) => {
    reply.raw.writeHead(200);
    reply.raw.write("first ");
    await sleep(60);
    reply.raw.end("last");
    reply.hijack();
  });
  return { app, late };
}

it("is answered for with 503, and what it says later goes nowhere", async () => {
  const { app, late } = build(20);
  const answer = await app.inject("/late");
  expect(answer.statusCode).toBe(503);
  expect(answer.headers).toMatchObject({
    "content-type": "application/problem+json",
    "retry-after": "2",
  });
  expect(answer.json()).toMatchObject({ type: "urn:chalan:problem:unavailable" });
  late.resolve("too late");
  await app.close();
});

it("is not interrupted once its answer has begun", async () => {
  const { app } = build(20);
  expect((await app.inject("/slow-stream")).body).toBe("first last");
  await app.close();
});

it("may take as long as the limit", async () => {
  const { app, late } = build(10_000);
  const answer = app.inject("/late");
  late.resolve("in time");
  expect((await answer).body).toBe("in time");
  await app.close();
});

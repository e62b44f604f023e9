/** A handler that takes too long. */
import { fastify } from "fastify";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useProblems } from "../../../app/api/plugins/problems.ts";
import { useTimeLimit } from "../../../app/api/plugins/time-limit.ts";

const LIMIT = 1_000;
// No time goes by but what a test lets go by.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

function build() {
  const app = fastify();
  useProblems(app);
  useTimeLimit(app, LIMIT);
  const asked = Promise.withResolvers<void>();
  const late = Promise.withResolvers<string>();
  app.get("/late", () => {
    asked.resolve();
    return late.promise;
  });
  app.get("/slow-stream", async (_request, reply) => {
    reply.raw.writeHead(200);
    reply.raw.write("first ");
    asked.resolve();
    reply.raw.end(await late.promise);
    reply.hijack();
  });
  return { app, asked: asked.promise, late };
}

it("is answered for with 503, and what it says later goes nowhere", async () => {
  const { app, asked, late } = build();
  const answering = app.inject("/late");
  await asked;
  vi.advanceTimersByTime(LIMIT);
  const answer = await answering;
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
  const { app, asked, late } = build();
  const answer = app.inject("/slow-stream");
  await asked;
  vi.advanceTimersByTime(2 * LIMIT);
  late.resolve("last");
  expect((await answer).body).toBe("first last");
  await app.close();
});

it("may take as long as the limit", async () => {
  const { app, asked, late } = build();
  const answer = app.inject("/late");
  await asked;
  vi.advanceTimersByTime(LIMIT - 1);
  late.resolve("in time");
  expect((await answer).body).toBe("in time");
  await app.close();
});

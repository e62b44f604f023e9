import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ApiFailure,
  observeRequests,
  reasonOf,
  request,
  toFailure,
} from "../../../../app/web/src/api/http.ts";
import { safeNext, toQuery } from "../../../../app/web/src/api/query-string.ts";
import { en } from "../../../../app/web/src/texts/common.en.ts";
import { failureText, fieldErrors } from "../../../../app/web/src/texts/failure-text.ts";

const problem = { type: "urn:chalan:problem:overlap", title: "The crew is booked" };

describe("toQuery", () => {
  it.each([
    [{}, ""],
    [{ search: "", status: null, cursor: undefined }, ""],
    [{ search: "a&b=c", limit: 5, low: false }, "?search=a%26b%3Dc&limit=5&low=false"],
  ])("%j", (values, query) => expect(toQuery(values)).toBe(query));
});

describe("safeNext", () => {
  it.each([
    ["/contracts?x=1", "/contracts?x=1"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    [["/contracts"], "/"],
    [undefined, "/"],
  ])("%j", (wanted, next) => expect(safeNext(wanted)).toBe(next));
});

describe("reasonOf", () => {
  it.each([
    [401, "urn:chalan:problem:wrong-credentials", "wrongCredentials"],
    [401, "urn:chalan:problem:unauthenticated", "unauthenticated"],
    [403, "urn:chalan:problem:tenant-closed", "closed"],
    [403, "urn:chalan:problem:forbidden", "forbidden"],
    [409, "urn:chalan:problem:version-conflict", "conflict"],
    [409, "urn:chalan:problem:in-use", "refused"],
    [429, undefined, "tooMany"],
    [500, undefined, "unexpected"],
  ])("%i %s: %s", (status, type, reason) => expect(reasonOf(status, type)).toBe(reason));
});

describe("failureText", () => {
  it.each([
    [new ApiFailure("tooMany", undefined, 30), "Too many attempts. Try again in 30 s."],
    [new ApiFailure("tooMany", undefined, 897), "Too many attempts. Try again in 15 min."],
    [new ApiFailure("refused", { ...problem, detail: "Ask" }), "The crew is booked. Ask"],
    [new ApiFailure("refused"), "This is not possible now"],
    [
      new ApiFailure("invalid", { ...problem, errors: [{ path: "body/endsOn", message: "must be later" }] }),
      "Something in the form is not valid. endsOn: must be later",
    ],
    [toFailure(new TypeError("x")), "Something went wrong."],
  ])("%s", (failure, text) => expect(failureText(failure, en)).toBe(text));
});

describe("fieldErrors", () => {
  const invalid = (...paths: string[]) =>
    new ApiFailure("invalid", {
      ...problem,
      errors: paths.map((path) => ({ path, message: `bad ${path}` })),
    });
  it.each([
    [null, {}],
    [invalid(), {}],
    [invalid("body/title"), { title: "bad body/title" }],
    [invalid("body/items/0/unit", "body/items/1/unit"), { items: "bad body/items/0/unit" }],
    [invalid("querystring/sort", "body"), {}],
  ])("%#", (failure, errors) => expect(fieldErrors(failure)).toEqual(errors));
});

describe("request", () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (response: Response | Error) => {
    const fetched = vi.fn(async (_path: string, _options: RequestInit) => {
      if (response instanceof Error) throw response;
      return response;
    });
    vi.stubGlobal("fetch", fetched);
    return fetched;
  };

  it("says that the page is its own, and which request this is", async () => {
    const fetched = answer(Response.json({ id: 1 }));
    expect(await request("POST", "/things", { body: { a: 1 }, key: "key-12345" })).toEqual({ id: 1 });
    const [path, options] = fetched.mock.calls[0] ?? [];
    expect(path).toBe("/api/things");
    expect(options).toMatchObject({
      method: "POST",
      body: '{"a":1}',
      headers: {
        "x-requested-with": "chalan",
        "content-type": "application/json",
        "idempotency-key": "key-12345",
      },
    });
  });
  it("takes an answer without content", async () => {
    answer(new Response(null, { status: 204 }));
    expect(await request("DELETE", "/things/1")).toBeUndefined();
    answer(new Response("", { status: 202 }));
    expect(await request("POST", "/auth/forgot", { body: {} })).toBeUndefined();
  });
  it("keeps the problem and the wait of a refusal", async () => {
    answer(Response.json(problem, { status: 429, headers: { "retry-after": "7" } }));
    await expect(request("GET", "/things")).rejects.toMatchObject({ reason: "tooMany", problem, seconds: 7 });
  });
  it("is told of an ended session, but not of a wrong password", async () => {
    const signedOut = vi.fn();
    observeRequests({ signedOut, reached: vi.fn() });
    answer(Response.json({ type: "urn:chalan:problem:wrong-credentials" }, { status: 401 }));
    await expect(request("POST", "/auth/login", { body: {} })).rejects.toMatchObject({
      reason: "wrongCredentials",
    });
    expect(signedOut).not.toHaveBeenCalled();
    answer(Response.json({ type: "urn:chalan:problem:unauthenticated" }, { status: 401 }));
    await expect(request("GET", "/things")).rejects.toMatchObject({ reason: "unauthenticated" });
    expect(signedOut).toHaveBeenCalledOnce();
  });
  it("sends a file as it is", async () => {
    const fetched = answer(Response.json({}));
    const body = new Blob(["x"], { type: "image/png" });
    await request("POST", "/files", { body });
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ body, headers: { "content-type": "image/png" } });
  });
  it("tells whether the server was reached, but nothing of what nobody waits for any more", async () => {
    const reached = vi.fn();
    observeRequests({ signedOut: vi.fn(), reached });
    answer(Response.json({}));
    await request("GET", "/things");
    answer(new TypeError("Failed to fetch"));
    await request("GET", "/things").catch(() => {});
    await request("GET", "/things", { signal: AbortSignal.abort() }).catch(() => {});
    expect(reached.mock.calls).toEqual([[true], [false]]);
  });
  it("does without a problem where a proxy has answered, and without a connection", async () => {
    answer(new Response("<html>", { status: 502 }));
    await expect(request("GET", "/things")).rejects.toMatchObject({ reason: "unavailable" });
    answer(new TypeError("Failed to fetch"));
    await expect(request("GET", "/things")).rejects.toMatchObject({ reason: "offline" });
  });
});

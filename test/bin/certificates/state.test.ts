import { X509Certificate } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import type { Look } from "../../../bin/lib/certificates/handshake.ts";
import { alarmDays, exitCodeOf, type Status, statusOf } from "../../../bin/lib/certificates/state.ts";
import { TestAuthority } from "../../support/certificates.ts";

const authority = new TestAuthority();
afterAll(() => authority[Symbol.dispose]());
const now = new Date();

/** What is seen of a certificate for `ajax.example.com` that began and ends so many days from now. */
const served = (from: number, to: number): Look => ({
  kind: "served",
  certificate: new X509Certificate(authority.leaf(["ajax.example.com"], { from, to }).certificate),
});
const state = (look: Look, name = "ajax.example.com") => statusOf(name, "ajax", look, now).state;

test.each([
  { from: -1, to: 89, expected: "ok" },
  { from: -74, to: 15.9, expected: "ok" },
  { from: -77, to: 13, expected: "expiring" },
  { from: -30, to: 15, expected: "ok" },
  { from: -37, to: 8, expected: "ok" },
  { from: -39, to: 6, expected: "expiring" },
  { from: -5.5, to: 0.5, expected: "expiring" },
  { from: -300, to: 65, expected: "ok" },
  { from: -352, to: 13, expected: "expiring" },
  { from: -90, to: -0.1, expected: "expired" },
  { from: 1, to: 91, expected: "mismatched" },
])("from day $from to day $to it is $expected", ({ from, to, expected }) => {
  expect(state(served(from, to))).toBe(expected);
});

test("an alarm comes 14 days before the end, and later for a shorter life", () => {
  expect([90, 365, 45, 6].map(alarmDays)).toEqual([14, 14, 7, expect.closeTo(0.933)]);
});

test("one that is for other names, none at all, and nobody there are told apart", () => {
  expect(state(served(-1, 89), "www.ajax.example.com")).toBe("mismatched");
  expect(state({ kind: "refused" })).toBe("missing");
  expect(state({ kind: "unreachable", reason: "ECONNREFUSED" })).toBe("unknown");
});

test("the line has what monitoring relies on", () => {
  expect(statusOf("ajax.example.com", "ajax", served(-1, 89.5), now)).toEqual({
    name: "ajax.example.com",
    tenant: "ajax",
    state: "ok",
    issuer: "Test intermediate",
    notAfter: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
    daysLeft: 89,
    detail: "",
  });
});

test("the exit status is 0 when all is well, 1 for an alarm, 2 when somebody did not answer", () => {
  const of = (...states: Status["state"][]) => exitCodeOf(states.map((each) => ({ state: each }) as Status));
  expect([of(), of("ok", "ok"), of("ok", "expiring"), of("missing"), of("expired", "unknown")]).toEqual([
    0, 0, 1, 1, 2,
  ]);
});

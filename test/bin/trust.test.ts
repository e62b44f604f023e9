/** Whose certificates `bin/up` takes. */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { objection, tlsOptions, trustOf, trustRemark } from "../../bin/lib/trust.ts";
import { probe } from "../../bin/lib/verify.ts";
import { type Leaf, TestAuthority } from "../support/certificates.ts";

const STAGING = "https://acme-staging.test/directory";
const staging = trustOf(undefined, STAGING);

describe("who is trusted", () => {
  test("only a stack with an authority of its own takes anybody's certificates, and says so", () => {
    expect(tlsOptions(staging)).toEqual({ rejectUnauthorized: false });
    expect(trustRemark(staging)).toContain(STAGING);
    for (const trust of [trustOf(undefined, ""), trustOf("bundle", "")]) {
      expect(tlsOptions(trust)).not.toHaveProperty("rejectUnauthorized");
      expect(trustRemark(trust)).toBe("");
    }
    expect(tlsOptions(trustOf("bundle", ""))).toEqual({ ca: "bundle" });
  });
});

describe("a certificate of anybody's", () => {
  using authority = new TestAuthority();
  const good = authority.leaf(["a.localhost"]);
  const expired = authority.leaf(["a.localhost"], { from: -9, to: -2 });
  const early = authority.leaf(["a.localhost"], { from: 2, to: 9 });
  const wildcard = authority.leaf(["*.a.localhost"]);
  const { intermediate } = authority;

  test.each([
    ["its own", good, "a.localhost", /^$/],
    ["a wildcard's", wildcard, "b.a.localhost", /^$/],
    ["another name's", good, "b.localhost", /not for b\.localhost, but DNS:a\.localhost/],
    ["one that is over", expired, "a.localhost", /in force from .* only/],
    ["one that is not yet", early, "a.localhost", /in force from .* only/],
  ])("%s", (_what, { certificate }, name, expected) => {
    expect(objection(new X509Certificate(certificate), name, new Date())).toMatch(expected);
  });

  test("none at all", () => expect(objection(undefined, "a.localhost", new Date())).toBe("no certificate"));

  /** What a probe of a server with this certificate says. */
  async function seen({ certificate, key }: Leaf, trust: typeof staging, name = "a.localhost") {
    const server = createServer({ cert: certificate + intermediate, key }, (_request, response) =>
      response.end(),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      return await probe(`https://${name}:${(server.address() as AddressInfo).port}/`, trust);
    } finally {
      server.close();
    }
  }

  test("is taken over the wire, but not with another name or past its time", async () => {
    expect(await seen(good, staging)).toBe("");
    expect(await seen(good, staging, "b.localhost")).toContain("not for b.localhost");
    expect(await seen(expired, staging)).toContain("in force");
  });

  test("is refused by a stack without an authority of its own", async () => {
    expect(await seen(good, trustOf(undefined, ""))).toContain("certificate");
    expect(await seen(good, trustOf(authority.root, ""))).toBe("");
  });
});

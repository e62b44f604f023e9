import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { canonicalNetwork, doorUsers, hostRules } from "../../../components/lib/access.ts";
import { EDGE_HOST } from "../../../components/lib/edge-nginx.ts";
import { Passwords } from "../../../components/lib/secrets.ts";

test.each([
  ["203.0.113.0/24", "203.0.113.0/24"],
  ["203.0.113.7", "203.0.113.7"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["1:2:3:4:5:6:7::/127", "1:2:3:4:5:6:7:0/127"],
])("%s is %s to nginx", (network, canonical) => expect(canonicalNetwork(network)).toBe(canonical));

test("the rules of a host name: the edge's own, a list, a password", () => {
  expect(hostRules({ allow: [], basicAuth: false }, "/users")).toBe(EDGE_HOST);
  expect(hostRules({ allow: ["::1", "192.0.2.1", "::1"], basicAuth: true }, "/users")).toBe(
    `${EDGE_HOST}allow ::1;\nallow 192.0.2.1;\ndeny all;\nauth_basic "ChalanPro";\nauth_basic_user_file /users;\n`,
  );
});

test("the file of users never changes by itself, and is a secret", async () => {
  const users = doorUsers("ajax", new Passwords(pulumi.secret("master"), 1));
  expect(await pulumi.isSecret(users)).toBe(true);
  const text = await new Promise((resolve) => users.apply(resolve));
  expect(text).toMatch(/^ajax:\{SSHA\}[A-Za-z0-9+/]{69,70}={0,2}\n$/);
  const again = doorUsers("ajax", new Passwords(pulumi.secret("master"), 1));
  expect(await new Promise((resolve) => again.apply(resolve))).toBe(text);
});

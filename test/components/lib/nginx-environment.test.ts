import { expect, test } from "vitest";
import { nginxEnvironment } from "../../../components/lib/nginx-environment.ts";
import { PLANS } from "../../../tenants/plans.ts";
import { tenantOf } from "../../support/tenant-environment.ts";

const environment = (fields: Record<string, unknown> = {}) =>
  nginxEnvironment(tenantOf(fields), "172.18.0.2");

test("a tenant with nothing but its names", () => {
  expect(environment()).toMatchInlineSnapshot(`
    {
      "ADDRESS_RULES": "default 1;",
      "ALIAS_NAMES": "",
      "API_NAMES": "api.ajax.example.com",
      "ASSET_BASE_URL": "",
      "ASSET_ORIGIN": "",
      "CANONICAL_NAME": "ajax.example.com",
      "CONNECTIONS": "200",
      "CONNECTIONS_PER_ADDRESS": "100",
      "EDGE_ADDRESS": "172.18.0.2",
      "FILES_BURST": "400",
      "FILES_PER_SECOND": "200",
      "LANGUAGE": "es",
      "LOGIN_REALM": "off",
      "REQUESTS_BURST": "100",
      "REQUESTS_PER_SECOND": "50",
      "TENANT_NAME_HTML": "Ajax",
      "TENANT_STATE": "active",
    }
  `);
});

test("one canonical name, to which the others lead; the API's is apart", () => {
  const fields = { www: true, aliases: ["ajax.example.net"] };
  expect(environment(fields)).toMatchObject({
    CANONICAL_NAME: "ajax.example.com",
    ALIAS_NAMES: "www.ajax.example.com ajax.example.net",
    API_NAMES: "api.ajax.example.com",
  });
  expect(environment({ ...fields, canonical: "ajax.example.net" })).toMatchObject({
    CANONICAL_NAME: "ajax.example.net",
    ALIAS_NAMES: "ajax.example.com www.ajax.example.com",
  });
});

test.each(["small", "standard", "large"] as const)("the limits are those of plan %s", (plan) => {
  const { door } = PLANS[plan];
  expect(environment({ plan })).toMatchObject({
    REQUESTS_PER_SECOND: String(door.requests),
    REQUESTS_BURST: String(2 * door.requests),
    FILES_PER_SECOND: String(door.files),
    FILES_BURST: String(2 * door.files),
    CONNECTIONS_PER_ADDRESS: String(door.connectionsPerAddress),
    CONNECTIONS: String(door.connections),
  });
});

test("maintenance is a state of a tenant in service only", () => {
  expect(environment({ maintenance: true }).TENANT_STATE).toBe("maintenance");
  expect(environment({ maintenance: true, state: "suspended" }).TENANT_STATE).toBe("suspended");
});

test("who may come in, and where the assets are", () => {
  expect(
    environment({
      access: {
        allow: ["203.0.113.0/24", "2001:DB8:0:0::1", "203.0.113.0/24", "1:2:3:4:5:6:7::/127"],
        basicAuth: true,
      },
      assetBaseUrl: "https://cdn.example.com/chalan",
      settings: { locale: "en-US", name: 'Ñandú & <b>"$x"' },
    }),
  ).toMatchObject({
    ADDRESS_RULES: "default 0; 203.0.113.0/24 1; 2001:db8::1 1; 1:2:3:4:5:6:7:0/127 1;",
    LOGIN_REALM: "ChalanPro",
    ASSET_BASE_URL: "https://cdn.example.com/chalan",
    ASSET_ORIGIN: "https://cdn.example.com",
    LANGUAGE: "en",
    TENANT_NAME_HTML: "&#209;and&#250; &#38; &#60;b&#62;&#34;&#36;x&#34;",
  });
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseOutputs } from "../../bin/lib/outputs.ts";
import { stackOutputs } from "../../components/lib/outputs.ts";
import { parseSettings } from "../../components/lib/settings.ts";
import { loadTenants } from "../../tenants/load.ts";

/** What the program exports, as the commands get it: through JSON. */
function outputsOf(stack: string) {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"));
  const read = (key: string) => {
    const value = config[`chalan:${key}`];
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  };
  const outputs = stackOutputs(parseSettings("", read), loadTenants(`tenants/${stack}.yaml`));
  return parseOutputs(JSON.stringify({ ...outputs, logins: "[secret]" }));
}

test("the commands understand what local exports", () => {
  expect(outputsOf("local")).toMatchObject({
    pgadmin: { url: "https://pgadmin.localhost:8443" },
    caFile: ".state/ca.pem",
    tenants: [{ slug: "phoenix", url: "https://phoenix.localhost:8443" }, {}, {}],
  });
});

test("the commands understand a stack without a local authority or pgAdmin", () => {
  expect(outputsOf("prod")).toMatchObject({
    caFile: null,
    pgadmin: { email: "admin@phoenixelectricandair.net" },
  });
  expect(outputsOf("qa")).toMatchObject({ caFile: null, pgadmin: null });
});

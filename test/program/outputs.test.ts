import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { parseOutputs } from "../../bin/lib/outputs.ts";
import { prodEdge, recordProgram } from "../support/program.ts";

/** What the program exports, as the commands get it: through JSON, without secrets. */
async function outputsOf(stack: string, stackOutputs: Record<string, unknown> = {}) {
  const { exported } = await recordProgram(stack, stackOutputs);
  const { promise, resolve } = Promise.withResolvers();
  pulumi.output({ ...exported, logins: "[secret]" }).apply(resolve);
  return parseOutputs(JSON.stringify(await promise));
}

test("the commands understand what local exports", async () => {
  expect(await outputsOf("local")).toMatchObject({
    pgadmin: { url: "https://pgadmin.localhost:8443" },
    caFile: ".state/ca.pem",
    tenants: [{ slug: "phoenix", url: "https://phoenix.localhost:8443" }, {}, {}],
  });
});

test("the commands understand a stack without a local authority or pgAdmin", async () => {
  expect(await outputsOf("prod")).toMatchObject({
    caFile: null,
    pgadmin: { email: "admin@phoenixelectricandair.net" },
  });
  expect(await outputsOf("qa", prodEdge)).toMatchObject({ caFile: null, pgadmin: null });
});

test("a stack gives its addresses out with the port of the edge that it joins", async () => {
  const { tenants } = await outputsOf("qa", { edge: { ...prodEdge.edge, httpsPort: 9443 } });
  expect(tenants.map(({ url }) => new URL(url).port)).toEqual(tenants.map(() => "9443"));
  expect(tenants.map(({ apiUrl }) => new URL(apiUrl).port)).toEqual(tenants.map(() => "9443"));
});

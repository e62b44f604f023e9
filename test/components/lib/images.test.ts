import { expect, test } from "vitest";
import { appImages, checkVersions } from "../../../components/lib/images.ts";

const built = Object.fromEntries(Object.values(appImages("2.0.0")).map((image) => [image, "sha256:1"]));

test("a tenant's own version must be an image that the engine has", () => {
  const tenants = [{ slug: "one" }, { slug: "two", version: "2.0.0" }, { slug: "three", version: "1.9.0" }];
  expect(() => checkVersions("tenants/local.yaml", tenants.slice(0, 2), built)).not.toThrow();
  expect(() => checkVersions("tenants/local.yaml", tenants, built)).toThrowErrorMatchingInlineSnapshot(
    `[UserError: tenants/local.yaml  tenant three, version  the engine has no image of version 1.9.0 of the app. Check out that version and build it with bin/up, or leave the version out.]`,
  );
});

test("nothing is said before bin/up has looked", () => {
  expect(() => checkVersions("tenants/local.yaml", [{ slug: "three", version: "1.9.0" }], {})).not.toThrow();
});

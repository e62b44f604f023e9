/** What nobody's request may notice, or not for long: under a light load, one after the other. */
import { afterAll, beforeAll, describe } from "vitest";
import { AppVersions } from "../../bench/lib/app-versions.ts";
import { deployTests } from "./deploy.ts";
import { joinedTests } from "./joined.ts";
import { lostCertificatesTests } from "./lost-certificates.ts";
import { restartTests } from "./restart.ts";
import { command } from "./support/load.ts";
import { makeReleases, type Releases } from "./support/releases.ts";
import { minutes, stack, writeTenants } from "./support/stack.ts";

/** They leave alpha and beta at a version of their own. */
export function underLoadTests(): void {
  describe("under load", () => {
    const versions = new AppVersions();
    let releases: Releases;

    beforeAll(async () => {
      releases = await makeReleases(versions);
      const { one } = releases;
      writeTenants({ slug: "alpha", version: one }, { slug: "beta", version: one }, "gamma");
      await command("bin/up", stack);
    }, minutes(10));
    afterAll(() => versions[Symbol.asyncDispose]());

    deployTests(() => releases);
    joinedTests();
    lostCertificatesTests();
    restartTests();
  });
}

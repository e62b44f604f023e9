import { defineConfig } from "vitest/config";

/** One after the other: only one of them may use the engine, and two cores are soon busy. */
const project = (
  groupOrder: number,
  name: string,
  include: string[],
  more: Record<string, unknown> = {},
) => ({
  extends: true as const,
  test: { name, include, sequence: { groupOrder }, ...more },
});
const minutes = (count: number) => count * 60_000;
const onEngine = { maxWorkers: 1, testTimeout: minutes(2), hookTimeout: minutes(5) };

export default defineConfig({
  test: {
    // An Output in a template string is an error, not a text about errors.
    env: { PULUMI_ERROR_OUTPUT_STRING: "true" },
    projects: [
      project(0, "unit", ["test/{tenants,components,program,bin,bench}/**/*.test.ts"], {
        testTimeout: 20_000,
      }),
      project(1, "app", ["test/app/**/*.test.ts"], {
        globalSetup: "test/app/support/global-setup.ts",
        testTimeout: 30_000,
        hookTimeout: minutes(1),
      }),
      project(2, "images", ["test/images/**/*.test.ts"], onEngine),
      project(3, "plugins", ["test/plugins/**/*.test.ts"], {
        ...onEngine,
        globalSetup: "test/plugins/support/global-setup.ts",
      }),
      project(4, "engine", ["test/engine/**/*.test.ts"], onEngine),
      project(5, "browser", ["test/browser/**/*.test.ts"], {
        ...onEngine,
        globalSetup: "test/browser/support/global-setup.ts",
      }),
    ],
  },
});

/**
 * Runs the plugin contract suite alone: `npx vitest run --config test/plugins/support/vitest.config.ts`.
 * CHALAN_PLUGINS=<a PULUMI_HOME> holds other plugins, the vendor's own for instance, to the same contract.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    include: ["test/plugins/**/*.test.ts"],
    globalSetup: ["test/plugins/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});

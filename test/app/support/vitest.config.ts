/** Runs the app's tests alone: `npx vitest run --config test/app/support/vitest.config.ts`. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("../../..", import.meta.url)),
  test: {
    include: ["test/app/**/*.test.ts"],
    globalSetup: ["test/app/support/global-setup.ts"],
    testTimeout: 30_000,
    hookTimeout: 90_000,
  },
});

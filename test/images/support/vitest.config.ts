/**
 * Runs the image contract suite alone: `npx vitest run --config test/images/support/vitest.config.ts`.
 * It needs an engine that has the images (images/build), stand-ins or official ones.
 */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/images/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 },
});

import { defineConfig } from "vitest/config";

const needsEngine = ["test/engine/**", "test/plugins/**", "test/images/**"];

export default defineConfig({
  test: {
    env: { PULUMI_ERROR_OUTPUT_STRING: "true" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...needsEngine, "test/app/**"],
          testTimeout: 20_000,
        },
      },
    ],
  },
});

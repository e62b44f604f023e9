import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { MixedSequence } from "./test/support/mixed-sequence.ts";

/** One more than there are processors, as always some file waits; more than four would want more connections than their database has. */
const WORKERS = Math.min(availableParallelism() + 1, 4);

const project = (name: string, include: string[], more: Record<string, unknown> = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});
const minutes = (count: number) => count * 60_000;

export default defineConfig({
  test: {
    // An Output in a template string is an error, not a text about errors.
    env: { PULUMI_ERROR_OUTPUT_STRING: "true" },
    maxWorkers: WORKERS,
    sequence: { sequencer: MixedSequence },
    // Limits are there for what hangs: no test may depend on the machine's speed, and what it may take is a matter of bench/.
    testTimeout: minutes(5),
    hookTimeout: minutes(10),
    teardownTimeout: minutes(5),
    expect: { poll: { timeout: minutes(1) } },
    // The one that is a single file comes first: nothing else lasts as long.
    projects: [
      project("engine", ["test/engine/**/*.test.ts"]),
      project("images", ["test/images/**/*.test.ts"]),
      project("plugins", ["test/plugins/**/*.test.ts"], {
        globalSetup: "test/plugins/support/global-setup.ts",
      }),
      project("app", ["test/app/**/*.test.ts"], {
        globalSetup: "test/app/support/global-setup.ts",
      }),
      project("unit", ["test/{tenants,components,program,bin,bench,support}/**/*.test.ts"]),
      // By itself: a person at a browser does not wait for whatever else a machine is busy with.
      project("browser", ["test/browser/**/*.test.ts"], {
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
        globalSetup: "test/browser/support/global-setup.ts",
      }),
    ],
  },
});

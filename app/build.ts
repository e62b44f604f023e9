/**
 * `npm run build -w app`: everything that the images hold, into dist/ (server/, migrations/, web/).
 * The images only copy dist/, so that building one needs neither npm nor a network.
 */
import { cp, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { build as buildFront } from "vite";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const started = performance.now();

await rm(path("dist"), { recursive: true, force: true });
await Promise.all([
  bundle({
    entryPoints: { main: path("main.ts") },
    outdir: path("dist/server"),
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    // Each command loads its own part only, which keeps the memory of an idle tenant small.
    splitting: true,
    // Names are kept: a stack trace in the logs must be readable.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "external",
    // An optional dependency of pg that is not installed.
    external: ["pg-native"],
    // Dependencies that are CommonJS call require() for Node's own modules.
    banner: {
      js: 'import { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
    },
    logLevel: "warning",
  }),
  cp(path("migrations"), path("dist/migrations"), { recursive: true }),
  buildFront({ configFile: path("vite.config.ts"), logLevel: "warn" }),
]);
console.log(`built app/dist in ${((performance.now() - started) / 1000).toFixed(1)} s`);

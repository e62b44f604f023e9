/**
 * `npm run build -w app`: everything that the images hold, into dist/ (server/, migrations/, openapi.json, web/).
 * The images only copy dist/, so that building one needs neither npm nor a network.
 */
import { cp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { build as buildFront } from "vite";
import { compressFolder } from "./compress.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** Where Node finds what the bundle leaves out. */
const besideTheBundle = path("dist/server/node_modules/");
const started = performance.now();

/** Libraries of native code, which go beside the bundle: of passwords, and of thumbnails. */
const NATIVE = ["@node-rs/argon2", "@napi-rs/image"];

/** A library and its binary for this machine, which is of the images' kind (Linux, glibc). */
async function copyNative(name: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const library = dirname(require.resolve(name));
  const binary = `${name}-linux-${process.arch}-gnu`;
  const binaryFolder = dirname(createRequire(library).resolve(`${binary}/package.json`));
  for (const [to, from] of [
    [name, library],
    [binary, binaryFolder],
  ] as const) {
    await cp(from, join(besideTheBundle, to), { recursive: true, dereference: true });
  }
}

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
    // pg-native: an optional dependency of pg that is not installed. The native ones go beside the bundle.
    external: ["pg-native", ...NATIVE],
    // Dependencies that are CommonJS call require() for Node's own modules.
    banner: {
      js: 'import { createRequire as bundleRequire } from "node:module"; const require = bundleRequire(import.meta.url);',
    },
    logLevel: "warning",
  }),
  ...NATIVE.map(copyNative),
  cp(path("openapi.json"), path("dist/openapi.json")),
  cp(path("migrations"), path("dist/migrations"), { recursive: true }),
  buildFront({ configFile: path("vite.config.ts"), logLevel: "warn" }).then(() =>
    compressFolder(path("dist/web/assets")),
  ),
]);
console.log(`built app/dist in ${((performance.now() - started) / 1000).toFixed(1)} s`);

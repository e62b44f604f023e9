import { execFile } from "node:child_process";
import { access, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";
import { waitFor } from "../../support/containers.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const BUILD_SECONDS = 480;

/**
 * Builds the front as `npm run build -w app` does, but into another folder. In a process of its own as well: under Vitest,
 * NODE_ENV is `test`, and libraries would keep their warnings.
 */
async function build(folder: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    [vite, "build", "--config", join(root, "app/vite.config.ts"), "--outDir", folder, "--emptyOutDir"],
    { env, timeout: BUILD_SECONDS * 1000 },
  );
}

/** @returns the folder of the built front: the first test file that asks builds it, the others of this run wait for it */
export async function builtFront(): Promise<string> {
  const place = inject("frontFolder");
  const [built, half] = [join(place, "built"), join(place, "half")];
  const isFirst = await mkdir(half).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    await build(join(half, "web"));
    await rename(join(half, "web"), built);
  }
  await waitFor("The built front", () => access(built), BUILD_SECONDS);
  return built;
}

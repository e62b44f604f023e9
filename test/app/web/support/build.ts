import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/**
 * Builds the front as `npm run build -w app` does, into a folder of its own. In a process of its own as well: under Vitest,
 * NODE_ENV is `test`, and libraries would keep their warnings.
 */
export async function buildFront() {
  const folder = await mkdtemp(join(tmpdir(), "front-"));
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const { NODE_ENV: _, ...env } = process.env;
  await promisify(execFile)(
    process.execPath,
    [vite, "build", "--config", join(root, "app/vite.config.ts"), "--outDir", folder, "--emptyOutDir"],
    { env, timeout: 120_000 },
  );
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

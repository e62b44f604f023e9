import { execFileSync, spawnSync } from "node:child_process";
import { databaseImage, probeImage, repository } from "./probe.ts";

/** Makes sure that the toolchain and the two images that the suite runs are there. */
export function setup(): void {
  const run = (script: string, ...names: string[]) =>
    execFileSync(`${repository}/${script}`, names, { stdio: "inherit", timeout: 3_000_000 });
  run("toolchain/install");
  const images = [probeImage, databaseImage];
  // images/build also checks that they are the current ones; for this suite any will do.
  const present = spawnSync("docker", ["image", "inspect", ...images], { timeout: 30_000 }).status === 0;
  if (!present) run("images/build", ...images);
}

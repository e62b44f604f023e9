import { execFileSync } from "node:child_process";
import { databaseImage, probeImage, repository } from "./probe.ts";

/** Makes sure that the toolchain and the two images that the suite runs are there. */
export function setup(): void {
  const run = (script: string, ...names: string[]) =>
    execFileSync(`${repository}/${script}`, names, { stdio: "inherit", timeout: 3_000_000 });
  run("toolchain/install");
  run("images/build", probeImage, databaseImage);
}

/** The names that the program must not ask for: a file, as the program's own decisions must not depend on the network. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const file = z.array(z.string());

/** @returns none when there is no file */
export function readHeld(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return [];
  }
  return file.parse(JSON.parse(text));
}

/** Replaces the file in one step; without names there is none. */
export function writeHeld(path: string, names: readonly string[]): void {
  if (names.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(names.toSorted())}\n`);
  renameSync(`${path}.new`, path);
}

import { existsSync, rmSync } from "node:fs";
import { STACK_FILE, takeDown } from "./stack.ts";

/** The stack is brought up by the first test that needs it, and taken down when all have run. */
export function teardown(): void {
  if (!existsSync(STACK_FILE)) return;
  takeDown();
  rmSync(STACK_FILE, { force: true });
}

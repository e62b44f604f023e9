import { sqlState } from "../shared/sql-state.ts";
import type { Problem } from "./problem.ts";

const UNIQUE_VIOLATION = "23505";
const FOREIGN_KEY_VIOLATION = "23503";

/** Constraints that say something a person can act on; the others are values that the shapes let through. */
const BY_NAME: Readonly<Record<string, Pick<Problem, "type" | "title">>> = {
  memberships_owner: { type: "last-owner", title: "There has to be an owner" },
  schedule_crew_overlap: { type: "overlap", title: "The crew is booked at that time" },
  stock_levels_enough: { type: "not-enough-stock", title: "There is not that much in stock" },
  contracts_transition: { type: "status-transition", title: "The status cannot change to that one" },
};

/** The reference that leads nowhere, as the API names it: stock_movements_item_id_fkey is itemId. */
function referenceOf(constraint: string): string {
  const column = /([a-z]+)_id_fkey$/.exec(constraint)?.[1];
  return column === undefined ? "body" : `body/${column}Id`;
}

/** @returns the problem of a constraint that the database has found broken, unless it has no name of its own here */
export function constraintProblem(error: Error): Problem | undefined {
  const constraint = "constraint" in error && typeof error.constraint === "string" ? error.constraint : "";
  const known = BY_NAME[constraint];
  if (known !== undefined) return { ...known, type: `urn:chalan:problem:${known.type}`, status: 409 };
  const code = sqlState(error);
  if (code === UNIQUE_VIOLATION) {
    return { type: "urn:chalan:problem:exists", title: "There is already one like it", status: 409 };
  }
  if (code === FOREIGN_KEY_VIOLATION) {
    const errors = [{ path: referenceOf(constraint), message: "refers to nothing that exists" }];
    return { type: "urn:chalan:problem:validation", title: "The request is not valid", status: 400, errors };
  }
  return undefined;
}

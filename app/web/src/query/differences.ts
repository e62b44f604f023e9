/** A field of which two versions differ, as people read it. */
export interface Difference {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

const EMPTY = "–";

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return EMPTY;
  if (Array.isArray(value)) return value.map(show).join("; ") || EMPTY;
  return typeof value === "object" ? Object.values(value).map(show).join(" · ") : String(value);
}

/**
 * @param labels what the fields are called, in their order; fields without one are not compared
 * @returns where two versions of a form differ
 */
export function differences(
  mine: object,
  theirs: object,
  labels: Readonly<Partial<Record<string, string>>>,
): Difference[] {
  const [one, other] = [mine, theirs].map((fields) => new Map<string, unknown>(Object.entries(fields)));
  return Object.entries(labels).flatMap(([field, label = field]) => {
    const shown = { label, mine: show(one?.get(field)), theirs: show(other?.get(field)) };
    return shown.mine === shown.theirs ? [] : shown;
  });
}

/** @returns whether two versions of the fields of a form hold the same; what is filled the same way has the same order */
export const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

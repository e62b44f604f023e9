/** What a series of measurements is summed up as. All figures are in the unit of the measurements. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/**
 * The median: half of the measurements are below it, so that one disturbed run does not move it.
 *
 * @throws RangeError when there is nothing to sum up
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no measurement to sum up");
  return (lower + upper) / 2;
}

/** @throws RangeError when there is nothing to sum up */
export function summarise(values: readonly number[]): Summary {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

/** Rounds to so many significant digits: more than three say nothing in a measurement of this kind. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/**
 * The smallest measurement that at least `share` of all are not above (nearest rank).
 *
 * @param share 0.99 for the 99th percentile
 * @throws RangeError when there is nothing to sum up
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("no measurement to sum up");
  return value;
}

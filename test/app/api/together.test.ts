/** Questions that come together are asked together, and each gets its own answer. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { together } from "../../../app/api/auth/together.ts";

/** What was asked, call by call, and how to ask it. */
function doubled() {
  const calls: (readonly number[])[] = [];
  const double = together(async (numbers: readonly number[]) => {
    calls.push(numbers);
    await nextTurn();
    if (numbers.includes(0)) throw new Error("not zero");
    return numbers.map((number) => 2 * number);
  });
  return { calls, double };
}

describe("questions", () => {
  it("of one turn are asked at once, and answered in their order", async () => {
    const { calls, double } = doubled();
    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it("of a later turn do not wait for the answers to earlier ones", async () => {
    const { calls, double } = doubled();
    const first = double(1);
    await nextTurn();
    const second = double(2);
    await nextTurn();
    expect(calls).toEqual([[1], [2]]);
    expect(await Promise.all([first, second])).toEqual([2, 4]);
  });

  it("fail together, and the next ones do not", async () => {
    const { double } = doubled();
    const outcomes = await Promise.allSettled([double(0), double(1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await double(1)).toBe(2);
  });
});

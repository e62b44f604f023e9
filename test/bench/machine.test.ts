import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseProcessorTime } from "../../bench/lib/machine.ts";
import { memoryOf, parentOf, parseMemory, total } from "../../bench/lib/memory.ts";

describe("processor time", () => {
  test("busy is user, nice, system, irq and softirq; waiting and stolen time are not", () => {
    const stat = "cpu  100 200 300 4000 500 60 70 800 900 10\ncpu0 1 1 1 1 1 1 1 1 1 1\nintr 5\n";
    expect(parseProcessorTime(stat)).toEqual({ busy: 7.3, total: 52.3 });
  });

  test.each(["", "cpu0 1 2 3 4 5 6 7\n", "cpu  1 2 three 4 5 6 7\n", "cpu  1 2 3\n"])(
    "%j is refused",
    (stat) => {
      expect(() => parseProcessorTime(stat)).toThrow("/proc/stat");
    },
  );

  test("this kernel's is understood", () => {
    const { busy, total: all } = parseProcessorTime(readFileSync("/proc/stat", "utf8"));
    expect(busy).toBeGreaterThan(0);
    expect(all).toBeGreaterThan(busy);
  });
});

describe("memory of a process", () => {
  const rollup = (pss: number, clean: number, dirty: number) =>
    `5581 ---p 00000000 00:00 0 [rollup]\nRss:   9999 kB\nPss:   ${pss} kB\nPss_Dirty:   1 kB\n` +
    `Shared_Clean:  7 kB\nPrivate_Clean:   ${clean} kB\nPrivate_Dirty:  ${dirty} kB\n`;

  test("kibibytes become megabytes", () => {
    expect(parseMemory(rollup(1000, 250, 500))).toEqual({ pss: 1.024, own: 0.768 });
  });

  test("a missing line is refused", () => {
    expect(() => parseMemory("Pss: 1 kB\n")).toThrow("Private_Clean");
  });

  test("several add up", () => {
    expect(
      total([
        { pss: 1, own: 0.5 },
        { pss: 2, own: 1 },
      ]),
    ).toEqual({ pss: 3, own: 1.5 });
    expect(total([])).toEqual({ pss: 0, own: 0 });
  });

  test("this process's is plausible, one that has ended has none", () => {
    const { pss, own } = memoryOf(process.pid);
    expect(pss).toBeGreaterThan(own);
    expect(own).toBeGreaterThan(10);
    expect(memoryOf(2 ** 22 + 1)).toEqual({ pss: 0, own: 0 });
  });

  test("its parent is found", () => {
    expect(parentOf(process.pid)).toBe(process.ppid);
  });
});

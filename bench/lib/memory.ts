import { readFileSync } from "node:fs";

/** Memory of one or more processes, in MB (10^6 bytes). */
export interface Memory {
  /** Proportional set size: a page that n processes share counts as 1/n. What remains is what stopping them would free, roughly. */
  readonly pss: number;
  /** What nobody shares: exactly what stopping them would free. */
  readonly own: number;
}

/**
 * Sums of a process's memory, from /proc/<pid>/smaps_rollup.
 *
 * @throws Error when a line is missing
 */
export function parseMemory(rollup: string): Memory {
  const read = (name: string) => {
    const kibibytes = new RegExp(`^${name}: +(\\d+) kB$`, "m").exec(rollup)?.[1];
    if (kibibytes === undefined) throw new Error(`smaps_rollup: the line ${name} is missing`);
    return (Number(kibibytes) * 1024) / 1e6;
  };
  return { pss: read("Pss"), own: read("Private_Clean") + read("Private_Dirty") };
}

export function total(parts: readonly Memory[]): Memory {
  return parts.reduce((sum, { pss, own }) => ({ pss: sum.pss + pss, own: sum.own + own }), {
    pss: 0,
    own: 0,
  });
}

/** Memory of a process. One that has just ended counts nothing. @throws Error when we may not look at it */
export function memoryOf(pid: number): Memory {
  try {
    return parseMemory(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
      return { pss: 0, own: 0 };
    throw new Error(`the memory of process ${pid} cannot be read: run this as root`, { cause: error });
  }
}

/** The parent of a container's first process: the engine's shim, one per container. */
export function parentOf(pid: number): number {
  const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (parent === undefined) throw new Error(`/proc/${pid}/status: the line PPid is missing`);
  return Number(parent);
}

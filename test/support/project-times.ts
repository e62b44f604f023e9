import type { Reporter, TestModule } from "vitest/node";

interface Work {
  readonly files: number;
  readonly milliseconds: number;
}

const line = ([name, { files, milliseconds }]: [string, Work]): string =>
  `  ${name.padEnd(10)}${(milliseconds / 1000).toFixed(0).padStart(5)} s in ${files} files`;

/** Says at the end how long the files of each project took; files run side by side, so that together it is more than what has passed. */
export default class ProjectTimes implements Reporter {
  readonly #projects = new Map<string, Work>();

  onTestModuleEnd(module: TestModule): void {
    const { name } = module.project;
    const { files, milliseconds } = this.#projects.get(name) ?? { files: 0, milliseconds: 0 };
    const { duration, collectDuration, setupDuration, prepareDuration } = module.diagnostic();
    const whole = duration + collectDuration + setupDuration + prepareDuration;
    this.#projects.set(name, { files: files + 1, milliseconds: milliseconds + whole });
  }

  onTestRunEnd(): void {
    console.log(
      [...this.#projects]
        .sort(([, one], [, other]) => other.milliseconds - one.milliseconds)
        .map(line)
        .join("\n"),
    );
  }
}

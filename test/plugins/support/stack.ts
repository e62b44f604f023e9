/** Drives the real engine: a throw-away stack with a local state, whose program is a function. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OpMap,
  PulumiCommand,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { repository } from "./probe.ts";

const toolchain = resolve(repository, ".state/toolchain");
const plugins = resolve(process.env.CHALAN_PLUGINS ?? join(toolchain, "home"));
process.env.PULUMI_HOME = plugins; // the SDK asks for pulumi's version without pulumiHome, which would write to the user's
const passphrase = "contract";
const kept: readonly string[] = ["info", "info#err", "warning", "error"];

export type Program = () => void;

/** How one operation went. */
export interface Run {
  readonly failed: boolean;
  /** Everything that was shown. */
  readonly output: string;
  /** What was logged for good, as against status lines, which the next one overwrites. */
  readonly diagnostics: string;
  /** How many resources were created, changed, replaced or deleted. */
  readonly changes: Omit<OpMap, "same">;
}

export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly inputs: Record<string, unknown>;
  /** Absent where there are none. */
  readonly outputs?: Record<string, unknown>;
}

export class TestStack implements AsyncDisposable {
  readonly folder: string;
  readonly #project: string;
  readonly #stack: Stack;

  private constructor(folder: string, project: string, stack: Stack) {
    this.folder = folder;
    this.#project = project;
    this.#stack = stack;
  }

  /** @param name of the project; the stack is called `contract` */
  static async create(name: string): Promise<TestStack> {
    const folder = mkdtempSync(join(tmpdir(), `tmp-plugins-${name}-`));
    const environment = {
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    };
    const stack = await LocalWorkspace.createOrSelectStack(
      { projectName: name, stackName: "contract", program: async () => undefined },
      {
        workDir: folder,
        pulumiHome: plugins,
        pulumiCommand: await PulumiCommand.get({ root: toolchain, skipVersionCheck: true }),
        envVars: environment,
        projectSettings: { name, runtime: "nodejs", backend: { url: `file://${folder}` } },
      },
    );
    return new TestStack(folder, name, stack);
  }

  up(program: Program, options: { refresh?: boolean } = {}): Promise<Run> {
    return this.#watch((listen) =>
      this.#stack.up({ ...options, ...listen, program: async () => program(), continueOnError: true }),
    );
  }

  preview(program: Program, options: { refresh?: boolean } = {}): Promise<Run> {
    return this.#watch((listen) =>
      this.#stack.preview({ ...options, ...listen, program: async () => program() }),
    );
  }

  refresh(): Promise<Run> {
    return this.#watch((listen) => this.#stack.refresh(listen));
  }

  destroy(): Promise<Run> {
    return this.#watch((listen) => this.#stack.destroy(listen));
  }

  /** The state as it lies on the disk: secrets are encrypted in it. */
  state(): { text: string; resources: Resource[] } {
    const text = readFileSync(join(this.folder, ".pulumi/stacks", this.#project, "contract.json"), "utf8");
    return { text, resources: JSON.parse(text).checkpoint.latest.resources ?? [] };
  }

  /** @param name the resource's, the last part of its URN @throws when there is none, or only one that waits for deletion */
  resource(name: string): Resource {
    const found = this.state().resources.find(
      (resource) => resource.urn.endsWith(`::${name}`) && !resource.delete,
    );
    if (found === undefined) throw new Error(`no resource ${name} in the state`);
    return found;
  }

  /** Destroys what is left and forgets the stack. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.destroy();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #watch(
    operation: (listen: {
      onOutput: (text: string) => void;
      onEvent: (event: EngineEvent) => void;
    }) => Promise<unknown>,
  ): Promise<Run> {
    let output = "";
    let diagnostics = "";
    let changes: OpMap = {};
    let failed = false;
    const onOutput = (text: string) => {
      output += text;
    };
    const onEvent = ({ diagnosticEvent, summaryEvent }: EngineEvent) => {
      if (diagnosticEvent && !diagnosticEvent.ephemeral && kept.includes(diagnosticEvent.severity)) {
        diagnostics += diagnosticEvent.message;
      }
      if (summaryEvent) changes = summaryEvent.resourceChanges;
    };
    try {
      await operation({ onOutput, onEvent });
    } catch (error) {
      failed = true;
      output ||= String(error); // it repeats the output, where there is any
    }
    const { same: _, ...rest } = changes;
    return { failed, output, diagnostics, changes: rest };
  }
}

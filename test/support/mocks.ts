import * as pulumi from "@pulumi/pulumi";

/** One resource as the program registered it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly provider: string | undefined;
  readonly custom: boolean;
}

/** What a program registered under mocks. */
export class Recording {
  readonly registrations: Registration[] = [];
  /** What the program exports. */
  readonly exported: Record<string, unknown> = {};

  /** `type::name` of everything, sorted: the identity of the stack. */
  graph(): string[] {
    return this.registrations.map(({ type, name }) => `${type}::${name}`).sort();
  }

  /** @throws when there is not exactly one */
  find(type: string, name: string): Registration {
    const found = this.registrations.filter((entry) => entry.type === type && entry.name === name);
    const [only] = found;
    if (only === undefined || found.length > 1) {
      throw new Error(`expected one ${type}::${name}, found ${found.length} in:\n${this.graph().join("\n")}`);
    }
    return only;
  }

  ofType(type: string): Registration[] {
    return this.registrations.filter((entry) => entry.type === type);
  }
}

export const types = {
  container: "docker:index/container:Container",
  command: "command:local:Command",
  volume: "docker:index/volume:Volume",
  network: "docker:index/network:Network",
  image: "docker:index/remoteImage:RemoteImage",
  role: "postgresql:index/role:Role",
  schema: "postgresql:index/schema:Schema",
} as const;

/** Outputs that the engine would add, as far as the program uses them. */
function outputsOf({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  if (type === types.image) return { imageId: `sha256:${name}` };
  return { name: inputs.name ?? `${name}-0000000` };
}

/**
 * Runs a program (or a part of one) against recording mocks and waits until every resource is registered.
 * A call of a provider's function throws: the stack makes none but the one for another stack's outputs.
 *
 * @param build makes the resources
 * @param stackOutputs what a StackReference finds
 */
export async function record(
  build: () => unknown,
  { stack = "test", stackOutputs = {} }: { stack?: string; stackOutputs?: Record<string, unknown> } = {},
): Promise<Recording> {
  const recording = new Recording();
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        if (args.type === "pulumi:pulumi:StackReference") {
          return { id: args.name, state: { name: args.name, outputs: stackOutputs } };
        }
        recording.registrations.push({
          type: args.type,
          name: args.name,
          inputs: args.inputs,
          provider: args.provider,
          custom: args.custom ?? false,
        });
        return { id: `${args.name}-id`, state: { ...args.inputs, ...outputsOf(args) } };
      },
      call({ token }) {
        throw new Error(`the program called ${token}`);
      },
    },
    "chalan",
    stack,
    false,
    "organization",
  );
  Object.assign(recording.exported, await build());
  await pulumi.runtime.disconnect();
  return recording;
}

/** Unwraps a value that the program registered as a secret. */
export function secretValue(value: unknown): unknown {
  if (!pulumi.runtime.isRpcSecret(value)) throw new Error("the value is not a secret");
  return pulumi.runtime.unwrapRpcSecret(value);
}

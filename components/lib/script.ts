import * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";

export interface ScriptArgs {
  /** File name in components/scripts. A file, not a text: a fixed script also cures the deletes that older states still hold. */
  readonly script: string;
  /** A change of any value runs the script again. Give containers by id, so that a new container is a change. */
  readonly environment: Record<string, pulumi.Input<string>>;
  /** A script to run when the resource goes. It must not fail (a failed delete is tried again for ever) unless it is there to refuse. */
  readonly onDelete?: string;
  readonly stdin?: pulumi.Input<string>;
}

/**
 * A step that no resource type covers, as a script with environment variables. It runs where Pulumi runs, in the program's folder,
 * and reaches the host through DOCKER_HOST. Its output is marked secret: it is shown while it runs and kept by nobody.
 */
export function runScript(
  name: string,
  context: StackContext,
  args: ScriptArgs,
  options: pulumi.CustomResourceOptions,
): command.local.Command {
  return new command.local.Command(
    name,
    {
      create: `components/scripts/${args.script}`,
      delete: args.onDelete === undefined ? undefined : `components/scripts/${args.onDelete}`,
      environment: { DOCKER_HOST: context.dockerHost, ...args.environment },
      stdin: args.stdin,
      addPreviousOutputInEnv: false,
    },
    { ...options, additionalSecretOutputs: ["stdout", "stderr"] },
  );
}

import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./lib/context.ts";
import { runScript } from "./lib/script.ts";

export interface EdgeGuardArgs {
  readonly context: StackContext;
  /** Name of the edge network. */
  readonly network: pulumi.Input<string>;
  /** Everything else that the stack has. */
  readonly guarded: readonly pulumi.Resource[];
}

/**
 * Keeps the owner of an edge from being destroyed while other stacks are joined to it. It depends on all that the stack has, so Pulumi
 * deletes it first, and nothing else when that fails.
 */
export class EdgeGuard extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeGuardArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:edge:EdgeGuard", name, {}, options);
    runScript(
      `${name}-release`,
      args.context,
      {
        script: "wait-edge",
        onDelete: "release-edge",
        environment: { STACK: args.context.identity.stack, EDGE_NETWORK: args.network },
      },
      { parent: this, dependsOn: [...args.guarded] },
    );
    this.registerOutputs({});
  }
}

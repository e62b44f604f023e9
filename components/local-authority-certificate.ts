import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./lib/context.ts";
import { labelsOf, sharedName } from "./lib/identity.ts";
import type { ThirdPartyImages } from "./lib/images.ts";
import { runScript } from "./lib/script.ts";

export interface LocalAuthorityCertificateArgs {
  readonly context: StackContext;
  readonly images: ThirdPartyImages;
}

/** The certificate under which the local authority answers its clients, made on the host and never seen by Pulumi. */
export class LocalAuthorityCertificate extends pulumi.ComponentResource {
  /** Holds `ca.pem`, `certificate.pem` and `key.pem`. */
  readonly volume: pulumi.Output<string>;
  readonly ready: pulumi.Resource;

  constructor(name: string, args: LocalAuthorityCertificateArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:authority:LocalAuthorityCertificate", name, {}, options);
    const { context } = args;

    const volume = new docker.Volume(
      name,
      { name: sharedName(context.identity, "authority"), labels: labelsOf(context.identity, "authority") },
      { parent: this },
    );
    this.ready = runScript(
      `${name}-issue`,
      context,
      {
        script: "issue-authority-certificate",
        environment: {
          STACK: context.identity.stack,
          VOLUME: volume.name,
          IMAGE: context.imageId(args.images.companion),
          HOST: "pebble",
        },
      },
      { parent: this },
    );
    this.volume = volume.name;

    this.registerOutputs({ volume: this.volume });
  }
}

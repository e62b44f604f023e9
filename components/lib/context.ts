import type * as pulumi from "@pulumi/pulumi";
import type { CertificatePlan } from "./certificate-environment.ts";
import type { StackIdentity } from "./identity.ts";
import type { Passwords } from "./secrets.ts";

/** What every component of a stack shares. Made once in index.ts. */
export interface StackContext {
  readonly identity: StackIdentity;
  readonly passwords: Passwords;
  readonly certificates: CertificatePlan;
  /** The certificate, chain and key that a tenant brings itself, a secret. */
  readonly customCertificate: (slug: string) => pulumi.Output<string>;
  /** The engine that the gate scripts talk to: `unix://…` or `ssh://user@host`. */
  readonly dockerHost: string;
  /** The image id (`sha256:…`) under which the engine holds an image of the stack. */
  readonly imageId: (name: string) => pulumi.Output<string>;
}

import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

export interface ImagesArgs {
  /** Every image name that the stack uses, e.g. `redis:7.4.11-alpine`. */
  readonly names: readonly string[];
  /** What `bin/up` found or built for a name: its image id. A name that is not in it is pulled by the engine. */
  readonly resolved: Readonly<Record<string, string>>;
}

/**
 * The images of a stack on the host's engine, each known by its id, so that a rebuilt image under an old tag is a visible change.
 * An id that is known already needs no resource: looking up ten images took a second of every update (measured).
 */
export class Images extends pulumi.ComponentResource {
  readonly #ids: ReadonlyMap<string, pulumi.Input<string>>;

  constructor(name: string, args: ImagesArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:images:Images", name, {}, options);

    this.#ids = new Map(
      args.names.map((image) => [image, args.resolved[image] ?? this.#pulled(name, image).imageId]),
    );

    this.registerOutputs({});
  }

  /** @throws Error when the image was not declared: a mistake of the program, not of its user */
  idOf(image: string): pulumi.Output<string> {
    const found = this.#ids.get(image);
    if (found === undefined) throw new Error(`the image ${image} is used but not declared`);
    return pulumi.output(found);
  }

  #pulled(name: string, image: string): docker.RemoteImage {
    return new docker.RemoteImage(
      `${name}-${image.replaceAll(/[^a-z0-9.]+/g, "-")}`,
      { name: image, keepLocally: true },
      { parent: this },
    );
  }
}

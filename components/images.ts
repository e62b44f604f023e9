import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

export interface ImagesArgs {
  /** Every image name that the stack uses, e.g. `redis:7.4.11-alpine`. */
  readonly names: readonly string[];
  /** What `bin/up` found or built for a name: its image id. A name that is not in it is pulled by the engine. */
  readonly resolved: Readonly<Record<string, string>>;
}

/** The images of a stack on the host's engine, each known by its id, so that a rebuilt image under an old tag is a visible change. */
export class Images extends pulumi.ComponentResource {
  readonly #images: ReadonlyMap<string, docker.RemoteImage>;

  constructor(name: string, args: ImagesArgs, options: pulumi.ComponentResourceOptions) {
    super("chalan:images:Images", name, {}, options);

    this.#images = new Map(
      args.names.map((image) => [
        image,
        new docker.RemoteImage(
          `${name}-${image.replaceAll(/[^a-z0-9.]+/g, "-")}`,
          { name: args.resolved[image] ?? image, keepLocally: true },
          { parent: this },
        ),
      ]),
    );

    this.registerOutputs({});
  }

  /** @throws Error when the image was not declared: a mistake of the program, not of its user */
  idOf(image: string): pulumi.Output<string> {
    const found = this.#images.get(image);
    if (found === undefined) throw new Error(`the image ${image} is used but not declared`);
    return found.imageId;
  }
}

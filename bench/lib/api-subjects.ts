import { defaultImages } from "../../components/lib/images.ts";
import { contractId, openSession, provisionTenant, TENANT } from "./bench-tenant.ts";
import { DjangoPeer } from "./django-peer.ts";
import { ThrowAwayPostgres } from "./postgres.ts";
import { type ContainerPlan, ThrowAwayContainer } from "./server.ts";
import type { Target } from "./wrk.ts";

const PORT = 8000;
const REDIS_PORT = 6379;
/** As the container's Dockerfile runs Node. */
const NODE_FLAGS = ["--max-semi-space-size=8"];
/** Connections to the database, of each Node process: those of the plan `small`. */
const POOL = 3;

/** The data that all subjects read, and everything that has to run for it. */
export class ApiGround implements AsyncDisposable {
  readonly #stack: AsyncDisposableStack;
  readonly #image: string;
  readonly server: ThrowAwayPostgres;
  readonly #redis: ThrowAwayContainer;

  private constructor(
    stack: AsyncDisposableStack,
    image: string,
    server: ThrowAwayPostgres,
    redis: ThrowAwayContainer,
  ) {
    this.#stack = stack;
    this.#image = image;
    this.server = server;
    this.#redis = redis;
  }

  /** @param image of the app @param contracts how many the tenant has */
  static async open(image: string, contracts: number): Promise<ApiGround> {
    await using stack = new AsyncDisposableStack();
    const server = stack.use(await ThrowAwayPostgres.open(defaultImages.postgres));
    // As the program configures the instance that keeps sessions (components/lib/redis-configuration.ts).
    const settings = ["--appendonly", "yes", "--appendfsync", "everysec", "--maxmemory-policy", "noeviction"];
    const redis = stack.use(
      await ThrowAwayContainer.open({
        name: "redis",
        network: server.network,
        options: ["--tmpfs", "/data:rw,mode=1777"],
        environment: {},
        image: defaultImages.redis,
        command: ["redis-server", ...settings],
        port: REDIS_PORT,
      }),
    );
    await provisionTenant(server, image, { password: server.password, contracts });
    return new ApiGround(stack.move(), image, server, redis);
  }

  /** The path of the one row that is read. */
  readonly path = `/api/contracts/${contractId(4711)}`;

  session(): Promise<string> {
    return openSession(`redis://${this.#redis.address}:${REDIS_PORT}`);
  }

  /** Our web as the stack runs it (components/lib/tenant-containers.ts), but for a limit of its processor time. */
  ours(): Promise<ThrowAwayContainer> {
    const limits = ["--memory", "160m", "--memory-swap", "160m", "--cap-drop", "ALL", "--read-only"];
    return this.#node("ours", [...limits, "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"], []);
  }

  /** Ours without sessions and rate limits. */
  withoutAccess(): Promise<ThrowAwayContainer> {
    return this.#node("without-access", [], [...NODE_FLAGS, "/chalan/bench/api/without-access.ts"]);
  }

  /** The worker of the stack, which runs beside every tenant's web, out of the same image. */
  worker(): Promise<ThrowAwayContainer> {
    return ThrowAwayContainer.open({
      name: "worker",
      network: this.server.network,
      options: ["--memory", "384m", "--memory-swap", "384m", "--read-only", "--tmpfs", "/tmp"],
      environment: {
        ENVIRONMENT: "local",
        DATABASE_URL: this.server.url("chalan_worker"),
        REDIS_URL: `redis://${this.#redis.name}:${REDIS_PORT}`,
        MAILBOX_FOLDER: "/tmp/mailbox",
        PORT: String(PORT),
      },
      image: this.#image,
      command: ["worker"],
      port: PORT,
    });
  }

  bare(): Promise<ThrowAwayContainer> {
    return this.#node("bare", [], ["/chalan/bench/api/bare.ts"]);
  }

  /** @param command of Node, with this folder at /chalan; nothing: what the image runs by itself */
  #node(name: string, options: readonly string[], command: readonly string[]): Promise<ThrowAwayContainer> {
    // As whoever runs this, who may be the only one that may read this folder.
    const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
    const folder = ["--volume", `${process.cwd()}:/chalan:ro`, "--user", user];
    const sources = ["--entrypoint", "node", ...folder];
    const redisUrl = `redis://${this.#redis.name}:${REDIS_PORT}`;
    const plan: ContainerPlan = {
      name,
      network: this.server.network,
      options: [...options, ...(command.length > 0 ? sources : [])],
      environment: {
        TENANT_SLUG: TENANT.slug,
        TENANT_ID: TENANT.id,
        TENANT_SCHEMA: TENANT.schema,
        TENANT_MODE: "schema",
        ENVIRONMENT: "local",
        DATABASE_URL: this.server.url(TENANT.role),
        DATABASE_POOL_MAX: String(POOL),
        REDIS_URL: redisUrl,
        REDIS_CACHE_URL: redisUrl,
        MEDIA_FOLDER: "/tmp/media",
        PORT: String(PORT),
        // Counted as always, and never reached.
        REQUESTS_PER_MINUTE: "999999",
      },
      image: this.#image,
      command,
      port: PORT,
    };
    return ThrowAwayContainer.open(plan);
  }

  /** @param python folder of its environment */
  django(python: string): Promise<DjangoPeer> {
    return DjangoPeer.open(python, this.server, `redis://${this.#redis.address}:${REDIS_PORT}`);
  }

  /** The request for the row. @param url of a server @param headers that it needs */
  row(url: string, headers: Target["headers"] = {}): Target {
    return { url: url + this.path, headers };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}

import { TENANT } from "./bench-tenant.ts";
import type { ThrowAwayPostgres } from "./postgres.ts";
import { run } from "./run.ts";
import { ThrowAwayProcess } from "./server.ts";
import type { Target } from "./wrk.ts";

const FOLDER = "bench/api/django";
const SECRET = "throw-away, of a site that lives for minutes";
/**
 * Two processes for two cores; threads, because only those keep connections of clients. Measured as the best for Django. Each process
 * listens for itself, or one of them may get all the connections: half the answers in every other run.
 */
const GUNICORN = [
  "--workers",
  "2",
  "--worker-class",
  "gthread",
  "--threads",
  "4",
  "--reuse-port",
  "--log-level",
  "error",
];

/** The app on django-tenants, with a tenant of its own that is our tenant's schema, and somebody who is signed in. */
export class DjangoPeer implements AsyncDisposable {
  /** Python's, Django's and those of all that goes with it. */
  readonly versions: string;
  /** What it has to be told: which tenant is asked, and by whom. */
  readonly headers: Target["headers"];
  readonly #server: ThrowAwayProcess;

  private constructor(versions: string, session: string, server: ThrowAwayProcess) {
    this.versions = versions;
    this.headers = { Host: TENANT.domain, cookie: `sessionid=${session}` };
    this.#server = server;
  }

  /**
   * @param python folder of its environment
   * @param redisUrl of the instance that keeps sessions
   */
  static async open(python: string, database: ThrowAwayPostgres, redisUrl: string): Promise<DjangoPeer> {
    const environment = {
      DJANGO_SECRET_KEY: SECRET,
      DATABASE_HOST: await database.address(),
      DATABASE_NAME: database.database,
      DATABASE_USER: "postgres",
      DATABASE_PASSWORD: database.password,
      REDIS_URL: redisUrl,
      TENANT_SCHEMA: TENANT.schema,
      TENANT_DOMAIN: TENANT.domain,
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const call = { folder: FOLDER, timeoutSeconds: 60, environment };
    const { stdout } = await run(`${python}/bin/python`, ["prepare.py"], call);
    const [versions = "", session = ""] = stdout.trim().split("\n");
    const words = (address: string) => ["-m", "gunicorn", "--bind", address, ...GUNICORN, "peer.wsgi"];
    const place = { folder: FOLDER, environment };
    return new DjangoPeer(
      versions,
      session,
      await ThrowAwayProcess.open(`${python}/bin/python`, words, place),
    );
  }

  get url(): string {
    return this.#server.url;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

import { Agent, request } from "node:https";
import type { LookupFunction } from "node:net";
import { createSecureContext } from "node:tls";

/** One request of a mix. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  /** `https://host:port/path`; where the host is, the load's address says. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The status that a good answer has. */
  readonly status: number;
}

/** What became of a request. */
export interface Outcome {
  readonly host: string;
  readonly method: LoadRequest["method"];
  /** Whether it went over a connection that had carried another one before. */
  readonly reused: boolean;
  /** When it was due, in milliseconds of `performance.now()`. */
  readonly due: number;
  /** From when it was due to the end of its answer, so that a client that waits does not hide a pause. */
  readonly milliseconds: number;
  /** Nothing when it was answered well. */
  readonly failure: string | undefined;
}

export interface LoadOptions {
  /** Requests per second, sent when they are due, however long the others take. */
  readonly rate: number;
  readonly ca: string;
  /** Where every host is; this machine, if it does not say. */
  readonly address?: string;
  /** They are sent in turn; each goes once over a kept connection and once over one of its own. */
  readonly mix: readonly LoadRequest[];
}

const ANSWER_MILLISECONDS = 15_000;
const TICK_MILLISECONDS = 5;
/** Browsers keep six connections to a host; these are a few browsers. */
const KEPT_CONNECTIONS = 24;

/** A resolver that knows one address. */
const always =
  (address: string): LookupFunction =>
  (_name, { all }, callback) => {
    if (all) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };

/** Requests at a fixed rate over HTTPS, half of them over kept connections and half over new ones, until it is stopped. */
export class Load {
  readonly outcomes: Outcome[] = [];
  readonly #options: LoadOptions;
  readonly #lookup: LookupFunction;
  readonly #kept: Agent;
  readonly #new: Agent;
  readonly #started = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #open = new Set<Promise<void>>();
  #sent = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#lookup = always(options.address ?? "127.0.0.1");
    // Once: to read the authorities anew for each connection would take more of the processor than the connection.
    const secureContext = createSecureContext({ ca: options.ca });
    this.#kept = new Agent({ keepAlive: true, maxSockets: KEPT_CONNECTIONS, secureContext });
    this.#new = new Agent({ keepAlive: false, maxCachedSessions: 0, secureContext });
    this.#timer = setInterval(() => this.#sendDue(), TICK_MILLISECONDS);
  }

  /** Sends no more. @returns what became of all of them */
  async stop(): Promise<readonly Outcome[]> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
    this.#kept.destroy();
    return this.outcomes;
  }

  #sendDue(): void {
    const { rate, mix } = this.#options;
    const dueCount = Math.floor(((performance.now() - this.#started) * rate) / 1000);
    for (; this.#sent < dueCount; this.#sent += 1) {
      // Every request of the mix goes both ways: over a kept connection in one round, over a new one in the next.
      const one = mix[this.#sent % mix.length];
      if (one === undefined) continue;
      const keep = (Math.floor(this.#sent / mix.length) + this.#sent) % 2 === 0;
      const work = this.#send(one, keep, this.#started + (this.#sent * 1000) / rate);
      this.#open.add(work);
      void work.finally(() => this.#open.delete(work));
    }
  }

  async #send(
    { method, url, headers, body, status }: LoadRequest,
    keep: boolean,
    due: number,
  ): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const agent = keep ? this.#kept : this.#new;
    const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const call = request(
      url,
      { method, agent, lookup: this.#lookup, headers: { ...headers, ...length } },
      (answer) => {
        answer.resume();
        answer.on("error", ({ message }) => resolve(`the answer broke off: ${message}`));
        answer.on("end", () =>
          resolve(answer.statusCode === status ? undefined : `status ${answer.statusCode}`),
        );
      },
    );
    call.setTimeout(ANSWER_MILLISECONDS, () => call.destroy(new Error("no answer in time")));
    call.on("error", ({ message }) => resolve(message.trim()));
    call.end(body);
    const failure = await promise;
    this.outcomes.push({
      host: new URL(url).hostname,
      method,
      reused: call.reusedSocket,
      due,
      milliseconds: performance.now() - due,
      failure,
    });
  }
}

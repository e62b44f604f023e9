/** What argon2id costs: OWASP's floor (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane; about 25 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes at once. Each takes 19 MiB while it runs, and a small tenant's container has 160. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function oneOfFew<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The place is handed over, so that nobody slips in between.
    if (next === undefined) running -= 1;
    else next();
  }
}

// Loaded at the first sign-in only. (Node's own argon2 holds on to its memory: 160 MB after ten hashes instead of 28.)
const library = () => import("@node-rs/argon2");

/** @returns argon2id's text form, with its parameters and a new salt */
export function hashPassword(password: string): Promise<string> {
  return oneOfFew(async () => (await library()).hash(password, COST));
}

let nobodysHash: Promise<string> | undefined;

/**
 * Takes equally long whether there is a hash or not: the time does not tell who is a member.
 *
 * @param hash of a known person, or undefined
 */
export async function isPassword(hash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("nobody's");
  const against = hash ?? (await nobodysHash);
  const same = await oneOfFew(async () => (await library()).verify(against, password));
  return same && hash !== undefined;
}

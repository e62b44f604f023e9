import { ProblemError } from "../problem.ts";

const type = (name: string) => `urn:chalan:problem:${name}`;

/** The same for an unknown address and for a wrong password. */
export const wrongCredentials = (): ProblemError =>
  new ProblemError({ type: type("wrong-credentials"), title: "Address or password is wrong", status: 401 });

export const crossSite = (): ProblemError =>
  new ProblemError({
    type: type("cross-site"),
    title: "The request does not come from this site",
    status: 403,
    detail: "Send the header x-requested-with: chalan",
  });

export const linkEnded = (): ProblemError =>
  new ProblemError({
    type: type("link-ended"),
    title: "The link has been used or is too old",
    status: 410,
    detail: "Ask for a new one",
  });

/** An Error of its own, because the wait goes into a header as well. */
export class TooManyRequests extends ProblemError {
  /** Seconds until it is worth trying again. */
  readonly seconds: number;
  constructor(seconds: number) {
    super({
      type: type("too-many-requests"),
      title: "Too many requests",
      status: 429,
      detail: `Try again in ${seconds} s`,
    });
    this.seconds = seconds;
  }
}

export const alreadyMember = (): ProblemError =>
  new ProblemError({ type: type("already-member"), title: "The person is a member already", status: 409 });

export const onlyOwners = (): ProblemError =>
  new ProblemError({ type: type("only-owners"), title: "Only an owner may change owners", status: 403 });

export const yourself = (): ProblemError =>
  new ProblemError({
    type: type("yourself"),
    title: "You cannot take away your own rights",
    status: 409,
    detail: "Ask another owner",
  });

export const keyReused = (): ProblemError =>
  new ProblemError({
    type: type("idempotency-key-reused"),
    title: "The Idempotency-Key belongs to another request",
    status: 422,
    detail: "Take a new key for a new request",
  });

export const inProgress = (): ProblemError =>
  new ProblemError({
    type: type("in-progress"),
    title: "The same request is being carried out",
    status: 409,
    detail: "Try again in a moment",
  });

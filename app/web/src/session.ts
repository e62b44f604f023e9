import { shallowRef } from "vue";
import { type Identity, type PublicTenant, readIdentity, readTenant, signOut } from "./api.ts";
import { textOn } from "./color.ts";
import { ApiFailure, toFailure } from "./http.ts";
import { type PlaceName, placesFor } from "./places.ts";

export const tenant = shallowRef<PublicTenant>();
/** Who has signed in; undefined: nobody. */
export const identity = shallowRef<Identity>();

let tellLoaded = (): void => {};
/** Settled as soon as it is known whose site this is, and who is looking at it. */
export const loaded = new Promise<void>((resolve) => {
  tellLoaded = resolve;
});

function dress({ name, themeColor }: PublicTenant): void {
  document.title = name;
  const { style } = document.documentElement;
  style.setProperty("--brand", themeColor);
  style.setProperty("--on-brand", textOn(themeColor));
}

async function readVisitor(): Promise<Identity | undefined> {
  try {
    return await readIdentity();
  } catch (error) {
    if (toFailure(error).reason === "unauthenticated") return undefined;
    throw error;
  }
}

/** Reads the tenant and the person. @throws ApiFailure */
export async function loadSession(): Promise<void> {
  const [foundTenant, foundIdentity] = await Promise.all([readTenant(), readVisitor()]);
  dress(foundTenant);
  tenant.value = foundTenant;
  identity.value = foundIdentity;
  tellLoaded();
}

/** Ends the session. An already ended one is no failure. @throws ApiFailure */
export async function endSession(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.reason !== "unauthenticated") throw error;
  }
  identity.value = undefined;
}

/** Where the person may go; nobody may go anywhere. */
export function ownPlaces(): PlaceName[] {
  if (identity.value === undefined) return [];
  return placesFor(identity.value.role, tenant.value?.modules ?? []);
}

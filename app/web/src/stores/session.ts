import { defineStore } from "pinia";
import { computed, shallowRef } from "vue";
import type { PublicTenant } from "../../../shared/tenant.ts";
import type { Identity } from "../../../shared/users.ts";
import { toFailure } from "../api/http.ts";
import * as api from "../api/session.ts";
import { placesFor } from "../shell/places.ts";

/** Nobody, where nobody has signed in. @throws ApiFailure */
async function readVisitor(): Promise<Identity | undefined> {
  try {
    return await api.readIdentity();
  } catch (error) {
    if (toFailure(error).reason === "unauthenticated") return undefined;
    throw error;
  }
}

/** Whose site this is, and who is looking at it. */
export const useSession = defineStore("session", () => {
  const tenant = shallowRef<PublicTenant>();
  /** Who has signed in; undefined: nobody. */
  const identity = shallowRef<Identity>();
  /** Where the person may go; nobody may go anywhere. */
  const places = computed(() =>
    identity.value === undefined ? [] : placesFor(identity.value.role, tenant.value?.modules ?? []),
  );
  /** Of the tenant; days begin there at midnight. */
  const timeZone = computed(() => tenant.value?.timeZone ?? "UTC");

  let tellLoaded = (): void => {};
  /** Settled as soon as tenant and person are known. */
  const loaded = new Promise<void>((resolve) => {
    tellLoaded = resolve;
  });

  /** Reads the tenant and the person. @throws ApiFailure */
  async function load(): Promise<void> {
    const [foundTenant, foundIdentity] = await Promise.all([api.readTenant(), readVisitor()]);
    tenant.value = foundTenant;
    identity.value = foundIdentity;
    tellLoaded();
  }

  /** @throws ApiFailure */
  async function signIn(email: string, password: string): Promise<void> {
    identity.value = await api.signIn(email, password);
  }

  /** An already ended session is no failure. @throws ApiFailure */
  async function signOut(): Promise<void> {
    try {
      await api.signOut();
    } catch (error) {
      if (toFailure(error).reason !== "unauthenticated") throw error;
    }
    identity.value = undefined;
  }

  /** The server says that the session has ended. */
  function forget(): void {
    identity.value = undefined;
  }

  return { tenant, identity, places, timeZone, loaded, load, signIn, signOut, forget };
});

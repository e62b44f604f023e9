import { QueryClient } from "@tanstack/vue-query";
import { isPassing, toFailure } from "../api/http.ts";

const RETRIES = 2;
/** What was read is good for so long; a change makes it stale at once. */
const FRESH_MILLISECONDS = 15_000;

/** The cache of everything that the server knows. */
export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // A request without a connection fails at once, and says so, instead of waiting for one.
        networkMode: "always",
        refetchOnReconnect: "always",
        staleTime: FRESH_MILLISECONDS,
        retry: (failures, error) => failures < RETRIES && isPassing(toFailure(error)),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });

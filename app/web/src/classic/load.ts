import { ref, shallowRef } from "vue";
import { type ApiFailure, toFailure } from "./http.ts";

/** Something that is read as a whole. Answers that come after a newer question are thrown away. */
export function useLoad<Value>(read: () => Promise<Value>) {
  const value = shallowRef<Value>();
  const loading = ref(false);
  const failure = shallowRef<ApiFailure>();
  let question = 0;
  async function load(): Promise<void> {
    question += 1;
    const mine = question;
    loading.value = true;
    failure.value = undefined;
    try {
      const answer = await read();
      if (mine === question) value.value = answer;
    } catch (error) {
      if (mine === question) failure.value = toFailure(error);
    } finally {
      if (mine === question) loading.value = false;
    }
  }
  return { value, loading, failure, load };
}

import { computed } from "vue";
import { useSession } from "../stores/session.ts";

export const tenant = computed(() => useSession().tenant);

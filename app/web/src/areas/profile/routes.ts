import type { RouteRecordRaw } from "vue-router";

/** For everybody who has signed in. */
export const profileRoutes: RouteRecordRaw[] = [
  { path: "/profile", name: "profile", component: () => import("./ProfileView.vue") },
];

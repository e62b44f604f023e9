import type { RouteRecordRaw } from "vue-router";

export const peopleRoutes: RouteRecordRaw[] = [
  { path: "/users", name: "users", component: () => import("./PeopleView.vue"), meta: { place: "users" } },
];

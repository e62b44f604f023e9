import type { RouteRecordRaw } from "vue-router";
import SignInView from "./SignInView.vue";

export const sessionRoutes: RouteRecordRaw[] = [
  { path: "/sign-in", name: "sign-in", component: SignInView },
  {
    path: "/password",
    name: "password",
    alias: "/welcome",
    component: () => import("./PasswordView.vue"),
    meta: { open: true },
  },
];

// First of all: what wins over what is decided by the order in which the layers are named.
import "vuetify/styles/layers";
import "vuetify/styles/core";
import "vuetify/styles/utilities";
import "./style.css";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { createQueryClient } from "./query/client.ts";
import { createAppRouter } from "./router.ts";
import { styleSheetHead } from "./theme/style-sheet.ts";
import { createComponentKit } from "./theme/vuetify.ts";

createApp(App)
  .use(createPinia())
  .use(VueQueryPlugin, { queryClient: createQueryClient() })
  .use(createAppRouter())
  .provide("usehead", styleSheetHead())
  .use(createComponentKit())
  .mount("#app");

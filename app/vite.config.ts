import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import vuetify from "vite-plugin-vuetify";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  root: path("web"),
  // Of the component kit, only what the templates use gets into the pages.
  plugins: [vue(), vuetify({ autoImport: true })],
  // The options API is not used; leaving it out makes the page smaller.
  define: { __VUE_OPTIONS_API__: "false" },
  build: {
    outDir: path("dist/web"),
    emptyOutDir: true,
    target: "es2022",
    // The strict content security policy allows no inline script, which the polyfill would be.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
  },
  // Only the page knows where the assets are (nginx writes it at start); they find each other from where they are themselves.
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `/${file}` : { relative: true }),
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});

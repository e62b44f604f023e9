import { fileURLToPath } from "node:url";

/** Folder of the SQL files: `../migrations` from the sources (app/shared) and from the bundle (app/dist) alike. */
export const migrationsDirectory = fileURLToPath(new URL("../migrations", import.meta.url));

/** The API's description, in the same places. */
export const openApiFile = fileURLToPath(new URL("../openapi.json", import.meta.url));

/** The app's version, written into ledgers and logs. Kept equal to app/package.json by a test. */
export const appVersion = "2.0.0";

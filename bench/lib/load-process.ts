/** A load in a process of its own (remote-load.ts): it gets its options as a message, and answers the next one with what became of all. */
import { Load } from "./load.ts";

process.once("message", (options: ConstructorParameters<typeof Load>[0]) => {
  const load = new Load(options);
  process.once("message", async () => {
    const outcomes = await load.stop();
    const report = { origin: performance.timeOrigin, processor: process.cpuUsage(), outcomes };
    // What has not been written yet would be lost with the channel.
    process.send?.(report, () => process.disconnect());
  });
});

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** @returns all items; those of each list in their order, and all along evenly between those of the others */
export function mixed<Item>(lists: readonly (readonly Item[])[]): Item[] {
  return lists
    .flatMap((list) => list.map((item, index) => ({ item, place: index / list.length })))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/**
 * Mixes the files of the projects that run side by side, in the order of the projects where several begin: some mostly wait for containers, some
 * compute. One project after the other, the processor would be idle for minutes and then too busy.
 */
export class MixedSequence extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = Map.groupBy(files, ({ project }) => project.name);
    return mixed(await Promise.all([...projects.values()].map((some) => super.sort(some))));
  }
}

import fastJsonStringify from "fast-json-stringify";
import type { FastifyInstance, FastifySchema } from "fastify";

/** @returns what writes answers of this shape */
export const writerOf = (shape: object): ((answer: unknown) => string) => fastJsonStringify(shape);

/** Answers are written by the shape of their route. As a validator (validation.ts), a writer is made when the first answer needs it. */
export function useSerialization(app: FastifyInstance): void {
  app.setSerializerCompiler<FastifySchema>(({ schema }) => {
    let write: ReturnType<typeof writerOf> | undefined;
    return (answer) => {
      write ??= writerOf(schema);
      return write(answer);
    };
  });
}

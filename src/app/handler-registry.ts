import { closest, distance } from 'fastest-levenshtein';
import { CloudOptimisedError } from '../errors/index.js';
import type { HandlerClass } from '../pipeline/handler.js';

/** The handlers of a run by the names that configs choose them by. */
export class HandlerRegistry {
  readonly #classes = new Map<string, { handler: HandlerClass; module: string }>();

  /**
   * Registering the same class again does nothing.
   *
   * @param module where the class comes from, for messages
   * @throws CO_HANDLER_DUPLICATE
   */
  register(name: string, handler: HandlerClass, module: string): void {
    const taken = this.#classes.get(name);
    if (taken?.handler === handler) return;
    if (taken) throw new CloudOptimisedError('CO_HANDLER_DUPLICATE', { name, module, registeredBy: taken.module });
    this.#classes.set(name, { handler, module });
  }

  /** The names, sorted. */
  get names(): readonly string[] {
    return [...this.#classes.keys()].sort();
  }

  /**
   * The handler of that name.
   *
   * @param format the config's `cloud_optimised_format`
   * @throws CO_HANDLER_UNKNOWN, CO_HANDLER_FORMAT
   */
  find(name: string, format: string): HandlerClass {
    const handler = this.#classes.get(name)?.handler;
    if (!handler)
      throw new CloudOptimisedError('CO_HANDLER_UNKNOWN', {
        name,
        registered: this.names,
        suggestion: this.#similar(name, format),
      });
    if (handler.writes !== format)
      throw new CloudOptimisedError('CO_HANDLER_FORMAT', { name, writes: handler.writes, wanted: format });
    return handler;
  }

  #similar(name: string, format: string): string | undefined {
    const fitting = this.names.filter((known) => this.#classes.get(known)?.handler.writes === format);
    const near = fitting.length > 0 ? closest(name, fitting) : undefined;
    return near && distance(name, near) <= name.length / 2 ? near : undefined;
  }
}

const GENERIC: Readonly<Record<string, string>> = { parquet: 'GenericParquetHandler', zarr: 'GenericZarrHandler' };

/** The name of the handler that a config chooses: its `handler_class`, or the generic one of its format. */
export function handlerNameOf(document: { handler_class?: string | null; cloud_optimised_format: string }): string {
  return document.handler_class ?? (GENERIC[document.cloud_optimised_format] as string);
}

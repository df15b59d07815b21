import type { Executor } from '../contracts/executor.js';
import type { TableWriter } from '../contracts/table-writer.js';
import type { Work } from './create-executor.js';
import type { HandlerRegistry } from './handler-registry.js';

/** Makes the executor of a run. */
export type ExecutorFactory = (work: Work) => Promise<Executor>;

/** What the container holds, by token. Replace a registration to replace the part. */
export const TOKENS = {
  /** A {@link HandlerRegistry}. */
  handlers: Symbol('handlers'),
  /** A {@link TableWriter}. */
  tableWriter: Symbol('tableWriter'),
  /** An {@link ExecutorFactory}. */
  executorFactory: Symbol('executorFactory'),
} as const;

/** The types behind the tokens. */
export interface Parts {
  handlers: HandlerRegistry;
  tableWriter: TableWriter;
  executorFactory: ExecutorFactory;
}

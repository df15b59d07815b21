/**
 * The composition root: which part fulfils which contract. Nothing else knows tsyringe.
 *
 * @module
 */
import 'reflect-metadata/lite';
import * as shipped from 'cloud-optimised/handlers';
import { type DependencyContainer, instancePerContainerCachingFactory, container as root } from 'tsyringe';
import type { TableWriter } from '../contracts/table-writer.js';
import type { HandlerClass } from '../pipeline/handler.js';
import { createExecutor } from './create-executor.js';
import { HandlerRegistry } from './handler-registry.js';
import { type Parts, TOKENS } from './tokens.js';

/** Holds the parts of a run. */
export type Container = DependencyContainer;

/** A container of its own for each run, with the shipped parts. Register under a token of `TOKENS` to replace a part. */
export function createContainer(): Container {
  const container = root.createChildContainer();
  container.register(TOKENS.handlers, { useFactory: instancePerContainerCachingFactory(shippedHandlers) });
  container.register(TOKENS.tableWriter, { useValue: tableWriter });
  container.register(TOKENS.executorFactory, { useValue: createExecutor });
  return container;
}

/** Loaded when the first table is written: runs that make cubes never do. */
const tableWriter: TableWriter = {
  encode: async (...args) => (await loadTableWriter()).encode(...args),
  encodeSchema: async (...args) => (await loadTableWriter()).encodeSchema(...args),
};

async function loadTableWriter(): Promise<TableWriter> {
  return (await import('../formats/parquet/index.js')).parquetTableWriter;
}

/** The part behind a token, with its type. */
export function resolvePart<Name extends keyof Parts>(container: Container, name: Name): Parts[Name] {
  return container.resolve<Parts[Name]>(TOKENS[name]);
}

function shippedHandlers(): HandlerRegistry {
  const registry = new HandlerRegistry();
  for (const [name, handler] of Object.entries(shipped))
    registry.register(name, handler as unknown as HandlerClass, 'cloud-optimised/handlers');
  return registry;
}

import type { DatasetConfig } from '../config/index.js';
import type { LeftAlone, MetadataDocument } from '../metadata/index.js';
import type { Container } from './container.js';
import type { RunSetup } from './run-setup.js';
import { createHandler } from './workbench.js';

/** Makes the sidecars of a table as the handler of its config writes them, with what is to stay as it is stored. */
export function wantedTableMetadata(container: Container, setup: RunSetup) {
  return async (left: readonly LeftAlone[]): Promise<readonly MetadataDocument[]> => {
    const handler = await createHandler(container, { ...setup, config: withStored(setup.config, left) });
    return await handler.postprocess();
  };
}

/** A config that tells what is stored, where it asks for something else that is left alone. */
function withStored(config: DatasetConfig, left: readonly LeftAlone[]): DatasetConfig {
  if (left.length === 0) return config;
  const document = structuredClone(config.document) as unknown as Document;
  for (const one of left) {
    const entries = [
      document.schema[one.variable],
      document.schema_transformation?.add_variables?.[one.variable]?.schema,
    ];
    for (const entry of entries) if (entry) keep(entry, one);
  }
  return { ...config, document: document as unknown as DatasetConfig['document'] };
}

/** The part of a config in which variables are described. */
interface Document {
  readonly schema: Readonly<Record<string, Record<string, unknown>>>;
  readonly schema_transformation?: {
    readonly add_variables?: Readonly<Record<string, { readonly schema?: Record<string, unknown> }>>;
  };
}

function keep(entry: Record<string, unknown>, { attribute, stored }: LeftAlone): void {
  if (stored === undefined) delete entry[attribute];
  else entry[attribute] = stored;
}

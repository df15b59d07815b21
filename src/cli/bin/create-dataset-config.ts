#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { createDatasetConfig } = await import('../create-dataset-config.js');
await createDatasetConfig(process.argv.slice(2));

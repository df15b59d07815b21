#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { validateDatasetConfig } = await import('../validate-dataset-config.js');
await validateDatasetConfig(process.argv.slice(2));

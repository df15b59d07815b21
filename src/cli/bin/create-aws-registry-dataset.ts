#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { createAwsRegistryDataset } = await import('../create-aws-registry-dataset.js');
await createAwsRegistryDataset(process.argv.slice(2));

#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { genericCloudOptimisedCreation } = await import('../generic-cloud-optimised-creation.js');
await genericCloudOptimisedCreation(process.argv.slice(2));

#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { cloudOptimised } = await import('../cloud-optimised.js');
await cloudOptimised(process.argv.slice(2));

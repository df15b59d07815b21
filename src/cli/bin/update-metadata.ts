#!/usr/bin/env node
import module from 'node:module';

// Node 22 and later keep compiled code between runs.
(module as { enableCompileCache?: () => void }).enableCompileCache?.();
const { updateMetadata } = await import('../update-metadata.js');
await updateMetadata(process.argv.slice(2));

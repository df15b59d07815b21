#!/usr/bin/env node
import { cloudOptimised } from '../cloud-optimised.js';

await cloudOptimised(process.argv.slice(2));

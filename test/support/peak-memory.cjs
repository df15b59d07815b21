/** Loaded by `NODE_OPTIONS=--require`: writes the process's largest resident set, in kB, to CO_PEAK_FILE when it ends. */
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread)
  process.on('exit', () => writeFileSync(process.env.CO_PEAK_FILE, String(process.resourceUsage().maxRSS)));

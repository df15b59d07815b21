/**
 * Kills this process at one of its changes to the files below a folder. Loaded by `NODE_OPTIONS=--require`, so it runs before
 * any other code, in worker threads too, and needs nothing of what it kills.
 *
 * - CO_KILL_BELOW: the folder whose changes count
 * - CO_KILL_COUNTER: a folder beside it; a file for each change, named by its number, tells what it was
 * - CO_KILL_AT: `before:12` or `after:12`; without it, changes are only counted
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { join, resolve, sep } = require('node:path');
const { fileURLToPath } = require('node:url');

const below = process.env.CO_KILL_BELOW;
const counter = process.env.CO_KILL_COUNTER;
const [moment, at] = (process.env.CO_KILL_AT ?? 'never:0').split(':');

const original = { openSync: fs.openSync, writeSync: fs.writeSync, closeSync: fs.closeSync };
let last = 0;

/** The number of this change: no two changes of any thread get the same, since only one can make the file of a number. */
function nextNumber(text) {
  for (let number = last + 1; ; number++) {
    try {
      const file = original.openSync(join(counter, String(number)), 'wx');
      original.writeSync(file, text);
      original.closeSync(file);
      last = number;
      return number;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

/** Tells of a change that came to nothing: the file or folder was not there, or there already, or not empty. */
function tellFailure(number) {
  const file = original.openSync(join(counter, String(number)), 'a');
  original.writeSync(file, ' (failed)');
  original.closeSync(file);
}

function killAt(now, number) {
  if (now !== moment || number !== Number(at)) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal ends all threads at once, but its delivery may take a moment in which nothing must happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function pathOf(value) {
  if (value instanceof URL) return fileURLToPath(value);
  if (Buffer.isBuffer(value)) return value.toString();
  return typeof value === 'string' ? resolve(value) : undefined;
}

function isBelow(value) {
  const path = pathOf(value);
  return path !== undefined && (path === below || path.startsWith(below + sep));
}

const text = (name, args) => `${name} ${args.filter((arg) => typeof arg === 'string').join(' ')}`.slice(0, 500);

/** `concerns` tells whether a call with these arguments is a change that counts. */
function synchronous(name, call, concerns) {
  return function (...args) {
    if (!concerns(args)) return call.apply(this, args);
    const number = nextNumber(text(name, args));
    killAt('before', number);
    try {
      return call.apply(this, args);
    } catch (error) {
      tellFailure(number);
      throw error;
    } finally {
      killAt('after', number);
    }
  };
}

function withCallback(name, call, concerns) {
  return function (...args) {
    const done = args.at(-1);
    if (typeof done !== 'function' || !concerns(args)) return call.apply(this, args);
    const number = nextNumber(text(name, args));
    killAt('before', number);
    return call.call(this, ...args.slice(0, -1), (...results) => {
      if (results[0]) tellFailure(number);
      killAt('after', number);
      done(...results);
    });
  };
}

function promised(name, call, concerns) {
  return async function (...args) {
    if (!concerns(args)) return await call.apply(this, args);
    const number = nextNumber(text(name, args));
    killAt('before', number);
    try {
      return await call.apply(this, args);
    } catch (error) {
      tellFailure(number);
      throw error;
    } finally {
      killAt('after', number);
    }
  };
}

const first = ([path]) => isBelow(path);
const second = ([, path]) => isBelow(path);
const either = (args) => first(args) || second(args);
const WRITES = fs.constants.O_WRONLY | fs.constants.O_RDWR | fs.constants.O_CREAT | fs.constants.O_TRUNC;
const isWriteFlag = (flag) => (typeof flag === 'number' ? (flag & WRITES) !== 0 : /[wax+]/.test(String(flag ?? 'r')));
const opening = ([path, flag]) => isBelow(path) && typeof flag !== 'function' && isWriteFlag(flag);

const CHANGES = {
  writeFile: first,
  appendFile: first,
  rename: either,
  link: second,
  symlink: second,
  copyFile: second,
  cp: second,
  unlink: first,
  rm: first,
  rmdir: first,
  mkdir: first,
  mkdtemp: first,
  truncate: first,
  utimes: first,
  open: opening,
};

for (const [name, concerns] of Object.entries(CHANGES)) {
  if (fs[`${name}Sync`]) fs[`${name}Sync`] = synchronous(`${name}Sync`, fs[`${name}Sync`], concerns);
  if (fs[name]) fs[name] = withCallback(name, fs[name], concerns);
  if (fs.promises[name] && name !== 'open') fs.promises[name] = promised(name, fs.promises[name], concerns);
}

/** Descriptors of files below the folder that are open for writing, of this thread. */
const written = new Set();
const isWritten = ([descriptor]) => written.has(descriptor);

function followSync(call) {
  return (...args) => {
    const descriptor = call(...args);
    if (opening(args)) written.add(descriptor);
    return descriptor;
  };
}

fs.openSync = followSync(fs.openSync);
for (const name of ['write', 'writev', 'ftruncate', 'futimes']) {
  fs[`${name}Sync`] = synchronous(`${name}Sync`, fs[`${name}Sync`], isWritten);
  fs[name] = withCallback(name, fs[name], isWritten);
}
fs.closeSync = ((close) => (descriptor) => {
  written.delete(descriptor);
  return close(descriptor);
})(fs.closeSync);

const openHandle = promised('open', fs.promises.open, opening);
fs.promises.open = async (...args) => {
  const handle = await openHandle(...args);
  if (opening(args))
    for (const name of ['write', 'writev', 'writeFile', 'appendFile', 'truncate', 'utimes'])
      handle[name] = promised(`FileHandle.${name}`, handle[name].bind(handle), () => true);
  return handle;
};

syncBuiltinESMExports();

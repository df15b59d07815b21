import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { inflateSync } from 'node:zlib';
import { createCodec } from '../../build/src/codecs/index.js';

const { source, target, chunks, bytes } = workerData;
const element = { type: 'float32', itemSize: 4, byteOrder: 'little' };
const shuffle = await createCodec({ name: 'shuffle', configuration: { elementsize: 4 } }, element);
const blosc = await createCodec(
  { name: 'blosc', configuration: { cname: 'lz4', clevel: 5, shuffle: 1, blocksize: 0 } },
  element,
);
const file = openSync(source, 'r');
for (const [index, offset, size] of chunks) {
  const stored = Buffer.allocUnsafe(size);
  readSync(file, stored, 0, size, offset);
  const values = shuffle.decode(inflateSync(stored, { chunkSize: bytes + 1024 }), bytes);
  writeFileSync(join(target, `${index}.0.0`), blosc.encode(values));
  // On Node 20 the buffers of native modules are only given back between macrotasks.
  await new Promise(setImmediate);
}
closeSync(file);
parentPort.postMessage('done');

import { MemoryStorage } from '../../src/storage/index.js';
import { describeStorage } from './conformance.js';

describeStorage('memory', async () => ({ storage: new MemoryStorage() }));

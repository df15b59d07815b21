import type { BytesCodec } from './codec.js';

interface Request {
  readonly bytes: Uint8Array;
  resolve(decoded: Uint8Array): void;
  reject(error: unknown): void;
}

/** Decodes chunks of one length, two at once where two are asked for at the same time. */
export class PairDecoder {
  readonly #codec: BytesCodec;
  readonly #decodedLength: number;
  /** Waits for another one, until those who are at work now have asked. */
  #waiting: Request | undefined;

  constructor(codec: BytesCodec, decodedLength: number) {
    this.#codec = codec;
    this.#decodedLength = decodedLength;
  }

  /** As the codec's `decode`; `bytes` stay as they are until then. @throws CO_CODEC_DATA */
  decode(bytes: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const request = { bytes, resolve, reject };
      const first = this.#waiting;
      this.#waiting = first ? undefined : request;
      if (first) this.#decodeBoth(first, request);
      else process.nextTick(() => this.#stopWaiting(request));
    });
  }

  #stopWaiting(request: Request): void {
    if (this.#waiting !== request) return;
    this.#waiting = undefined;
    this.#decode(request);
  }

  #decodeBoth(first: Request, second: Request): void {
    const decoded = this.#codec.decodePair?.([first.bytes, second.bytes], this.#decodedLength);
    if (decoded) {
      first.resolve(decoded[0]);
      second.resolve(decoded[1]);
    } else {
      this.#decode(first);
      this.#decode(second);
    }
  }

  #decode({ bytes, resolve, reject }: Request): void {
    try {
      resolve(this.#codec.decode(bytes, this.#decodedLength));
    } catch (error) {
      reject(error);
    }
  }
}

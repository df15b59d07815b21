/** Faults to be met by requests, each a number of times. See `server.d.mts` for what a fault may say. */

function matches(fault, { method, operation, key }) {
  if (fault.method !== undefined && fault.method !== method) return false;
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  if (fault.key === undefined) return true;
  return fault.key instanceof RegExp ? fault.key.test(key) : fault.key === key;
}

export class FaultList {
  #faults = [];

  add(fault) {
    this.#faults.push({ ...fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  clear() {
    this.#faults = [];
  }

  /** The first fault that this request meets; it is used up by one. */
  take(request) {
    for (const fault of this.#faults) {
      if (fault.times <= 0 || !matches(fault, request)) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.times--;
      return fault;
    }
    return undefined;
  }
}

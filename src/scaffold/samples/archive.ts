/** Where samples come from, and what else lies there. */
export interface Archive {
  /** Address or path of the folder that holds the samples, with a last slash. */
  readonly folder: string;
  /** Names of all files that were given or listed, without folders. */
  readonly names: readonly string[];
  /** How many files there are: as many as names, unless the listing was cut. */
  readonly files: number;
  /** Bytes of all of them. */
  readonly bytes: number;
}

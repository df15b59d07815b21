export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface ErrorArea {
  readonly title: string;
  readonly intro: string;
  readonly entries: readonly { readonly code: string; readonly when: string; readonly remedy: string }[];
}

export function errorSources(): Source[];
export function errorAreas(sources: readonly Source[]): ErrorArea[];
export function render(sources: readonly Source[]): string;

/** Objects of one model at a server that stands in for its provider: more than fit on a page. */
export interface ModelStage extends AsyncDisposable {
  /** Ends in a slash. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** External ids of what the provider has now. */
  ids(): string[];
  add(): void;
  change(): void;
  /** Left out where nothing of the model is ever deleted. */
  remove?(): void;
  /** The first kind of run that finds what was removed. */
  readonly removedBy: 'INCREMENTAL' | 'FULL';
  /** Path of the calls that read its pages. */
  readonly pagePath: RegExp;
  /** An answer that names no list is a page without objects, as the provider documents it. */
  readonly hasUnnamedPages?: true;
}

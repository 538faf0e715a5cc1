/** A message about something that just happened. */
export interface Notice {
  /** New for every notice, so that the same words twice are announced twice. */
  id: number;
  kind: 'done' | 'failed';
  text: string;
}

export type Notify = (kind: Notice['kind'], text: string) => void;

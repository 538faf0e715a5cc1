export const BodyFormat = { JSON: 'JSON', TEXT: 'TEXT', BASE64: 'BASE64' } as const;
export type BodyFormat = keyof typeof BodyFormat;

/** What a provider answered to a call, as a client gets it. */
export interface CallAnswer {
  status: number;
  /** By name in lower case. */
  headers: Record<string, string>;
  /** Null where there was none. */
  body: unknown;
  bodyFormat: BodyFormat | null;
}

/** Says nothing to whoever asks, and would be a credential in the hands of a page. */
const NOT_TOLD = ['set-cookie', 'set-cookie2'];

export async function readAnswer(response: Response): Promise<CallAnswer> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !NOT_TOLD.includes(name)));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers, ...bodyOf(bytes, response.headers.get('content-type') ?? '') };
}

function bodyOf(bytes: Uint8Array, type: string): Pick<CallAnswer, 'body' | 'bodyFormat'> {
  if (bytes.length === 0) return { body: null, bodyFormat: null };
  const text = textOf(bytes);
  if (text === null) return { body: Buffer.from(bytes).toString('base64'), bodyFormat: 'BASE64' };
  const json = /[/+]json\b/i.test(type) ? jsonOf(text) : undefined;
  return json === undefined ? { body: text, bodyFormat: 'TEXT' } : { body: json, bodyFormat: 'JSON' };
}

/** Null where the bytes are none. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Undefined where it is none, or has so many levels that it could not be sent on. */
function jsonOf(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    JSON.stringify(json);
    return json;
  } catch {
    return undefined;
  }
}

declare const shape: unique symbol;

/** JSON kept as text, the same on both databases; the type remembers what is inside. */
export type JsonText<T> = string & { readonly [shape]: T };

export function toJson<T>(value: T): JsonText<T> {
  return JSON.stringify(value) as JsonText<T>;
}

export function fromJson<T>(text: JsonText<T>): T;
export function fromJson<T>(text: JsonText<T> | null): T | null;
export function fromJson<T>(text: JsonText<T> | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

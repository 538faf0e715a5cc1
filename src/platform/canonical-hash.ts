import { hash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ deterministic: true, circularValue: Error, strict: false });

/** JSON with the keys of every object in order: the same value gives the same text. Absent values become null. */
export function canonicalJson(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** SHA-256 of a value's canonical JSON, base64url. */
export function canonicalHash(value: unknown): string {
  return hashText(canonicalJson(value));
}

/** SHA-256 of a text, base64url. */
export function hashText(text: string): string {
  return hash('sha256', text, 'base64url');
}

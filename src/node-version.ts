/** As package.json says under `engines`. */
const LEAST = [22, 17] as const;

/** Why the hub cannot run on a version of Node; null where it can. An older one would end without a word. */
export function findNodeFault(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1])) return null;
  return `The hub runs on Node ${LEAST.join('.')} or newer, and this is ${version}. "npm start" brings its own.`;
}

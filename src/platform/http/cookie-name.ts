/**
 * The full name of one of the hub's cookies. `__Host-` keeps another subdomain from setting it; browsers
 * grant that only to https.
 * @param isHttps whether browsers reach the hub by https.
 */
export function cookieName(name: string, isHttps: boolean): string {
  return isHttps ? `__Host-${name}` : name;
}

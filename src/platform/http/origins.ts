/** Which web origins may act with a visitor's cookies and read what the hub answers. */
export class Origins {
  private readonly trusted: ReadonlySet<string>;

  constructor(publicUrl: string, allowedOrigins: readonly string[]) {
    this.trusted = new Set([new URL(publicUrl).origin, ...allowedOrigins]);
  }

  /**
   * @param host the request's Host: on a developer's machine the page may be open under 127.0.0.1
   * while the public address says localhost.
   */
  allows(origin: string, host: string | undefined): boolean {
    return this.trusted.has(origin) || (isLoopback(origin) && new URL(origin).host === host);
  }
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}

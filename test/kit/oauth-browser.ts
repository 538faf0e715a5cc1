import type { Browser as HubBrowser } from '../../src/scope.js';

const MAX_REDIRECTS = 12;

/** Where a browser ended up. */
export interface Landing {
  url: URL;
  /** Null where the address is outside of the test's servers and was not fetched. */
  response: Response | null;
}

/** A person's browser: keeps cookies by host and port, follows redirects among servers on this machine. */
export class TestBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();

  /** What an operation of the hub at that address is told of this browser. */
  at(hubUrl: string): HubBrowser {
    const jar = this.jarOf(new URL(hubUrl));
    return { binding: jar.get('hub_browser') ?? null, bind: (value) => void jar.set('hub_browser', value) };
  }

  /** Follows redirects; stops before `stopAt` and before addresses outside. */
  async visit(
    address: string | URL,
    options: { stopAt?: string; form?: Record<string, string> } = {},
  ): Promise<Landing> {
    let url = new URL(address);
    let form: Record<string, string> | undefined = options.form;
    for (let hop = 0; hop < MAX_REDIRECTS; hop += 1) {
      const isStop = options.stopAt !== undefined && url.href.startsWith(options.stopAt);
      if (url.hostname !== '127.0.0.1' || isStop) return { url, response: null };
      const response = await this.request(url, form);
      const location = response.headers.get('location');
      if (location === null) return { url, response };
      [url, form] = [new URL(location, url), undefined];
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects`);
  }

  /** One request, with its cookies. */
  async request(url: URL, form?: Record<string, string>): Promise<Response> {
    const jar = this.jarOf(url);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    return this.keep(url, response);
  }

  /** Keeps the cookies of an answer that came from there. */
  keep(from: string | URL, response: Response): Response {
    const jar = this.jarOf(new URL(from));
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  private jarOf({ host }: URL): Map<string, string> {
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    return jar;
  }
}

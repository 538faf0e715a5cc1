/** The emulator's consent page with only those people to choose from whose form holds one of the given texts. */
export async function offerOnly(page: Response, texts: readonly string[]): Promise<Response> {
  const html = await page.text();
  const offered = html.replace(/<form class="user-form"[\s\S]*?<\/form>/g, (form) =>
    texts.some((text) => form.includes(text)) ? form : '',
  );
  return new Response(offered, { status: page.status, headers: page.headers });
}

/** The token that a call carries; null where it carries none. */
export function bearerOf(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

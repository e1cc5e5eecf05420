/** An answer without the envelope, where another standard fixes its shape. */
export class Bare {
  private constructor(
    readonly body: string,
    readonly contentType: string,
    readonly headers: Record<string, string> = {},
  ) {}

  static json(value: unknown, headers?: Record<string, string>): Bare {
    return new Bare(JSON.stringify(value), 'application/json; charset=utf-8', headers);
  }

  static text(body: string, contentType: string, headers?: Record<string, string>): Bare {
    return new Bare(body, contentType, headers);
  }
}

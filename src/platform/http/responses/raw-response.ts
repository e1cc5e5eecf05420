/** An answer without the envelope, where another standard fixes its shape. */
export class RawResponse {
  private constructor(
    readonly body: string,
    readonly contentType: string,
    readonly headers: Record<string, string> = {},
  ) {}

  static json(value: unknown, headers?: Record<string, string>): RawResponse {
    return new RawResponse(JSON.stringify(value), 'application/json; charset=utf-8', headers);
  }

  static text(body: string, contentType: string, headers?: Record<string, string>): RawResponse {
    return new RawResponse(body, contentType, headers);
  }
}

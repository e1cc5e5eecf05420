/** An answer that sends a browser elsewhere (302). Whoever makes one has checked where it leads. */
export class RedirectResponse {
  constructor(readonly location: string) {}
}

import type { OidcProvider } from '../../platform/config/oidc.js';

export class ProviderView {
  /** As paths name it. */
  id!: string;
  /** As people know it. */
  name!: string;
  /** Where a sign-in starts; `return_to` has to be added. */
  start_url!: string;

  static of(this: void, { id, name }: OidcProvider, publicUrl: string): ProviderView {
    return { id, name, start_url: `${publicUrl}/auth/oidc/${id}/start` };
  }
}

/** All of them: there are few. */
export class ProvidersView {
  items!: ProviderView[];
}

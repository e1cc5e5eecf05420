import type { Values } from './variables.js';

/** Where traces go. */
export interface OtlpSettings {
  endpoint: string;
  headers: Record<string, string>;
  serviceName: string;
  /** Of the traces that begin here, how many are kept: from 0 to 1. */
  ratio: number;
}

type OtlpValues = Pick<Values, 'otlpEndpoint' | 'otlpHeaders' | 'otlpServiceName' | 'otlpRatio'>;

/** Null where nothing is traced. */
export function otlpOf({ otlpEndpoint, otlpHeaders, otlpServiceName, otlpRatio }: OtlpValues): OtlpSettings | null {
  if (otlpEndpoint === null) return null;
  const headers = Object.fromEntries(otlpHeaders.map(headerIn));
  return { endpoint: otlpEndpoint, headers, serviceName: otlpServiceName, ratio: otlpRatio };
}

function headerIn(text: string): [name: string, value: string] {
  const end = text.indexOf('=');
  return [text.slice(0, end), decodeURIComponent(text.slice(end + 1))];
}

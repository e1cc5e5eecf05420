/** What the library measures of a process, one by one. */
declare module 'prom-client/lib/metrics/*.js' {
  import type { Registry } from 'prom-client';

  const measure: (registry: Registry) => void;
  export = measure;
}

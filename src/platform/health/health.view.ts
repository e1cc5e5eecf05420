/** How the program is. */
export class HealthView {
  status!: 'live' | 'ready';
}

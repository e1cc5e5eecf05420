/** The state of the program. */
export class HealthView {
  status!: 'live' | 'ready';
}

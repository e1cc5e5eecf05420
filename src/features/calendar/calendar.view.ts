export class CalendarAddressView {
  /** Of the calendar. Whoever has it reads the calendar; it is shown only here. */
  url!: string;

  static of(url: string): CalendarAddressView {
    return Object.assign(new CalendarAddressView(), { url });
  }
}

import { dayIn, isTimeZone } from './time-zone.js';

describe('A time zone', () => {
  test.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Asia/Kathmandu', 'Etc/GMT+12', 'Pacific/Apia'])(
    'SPEC-027.5: %s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  test.each(['', 'Mars/Olympus', '+01:00', 'UTC+1', 'Europe', 'Europe/Berlin ', '../UTC', 'x'.repeat(10_000), 'Ü/Ö'])(
    'SPEC-027.5: "%s" is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
      expect(() => dayIn(name, new Date(0))).toThrow(RangeError);
    },
  );

  test.each([
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['Europe/Berlin', '2026-12-31T23:00:00Z', '2027-01-01'],
    ['America/New_York', '2027-01-01T04:59:59Z', '2026-12-31'],
    ['Pacific/Kiritimati', '2026-11-29T10:00:00Z', '2026-11-30'],
    ['Pacific/Pago_Pago', '2026-11-29T10:59:59Z', '2026-11-28'],
    ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['Asia/Kathmandu', '2026-11-29T18:14:59Z', '2026-11-29'],
    ['Asia/Kathmandu', '2026-11-29T18:15:00Z', '2026-11-30'],
  ])('SPEC-027.6: in %s it is at %s the %s', (zone, instant, day) => {
    expect(dayIn(zone, new Date(instant))).toBe(day);
  });

  test('SPEC-027.6: is known again after more zones than are kept', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    expect(zones.length).toBeGreaterThan(200);
    for (const zone of [...zones, 'Europe/Berlin']) expect(dayIn(zone, new Date(0))).toMatch(/^19(69-12-31|70-01-01)$/);
  });
});

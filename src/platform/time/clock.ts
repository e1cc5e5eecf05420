import { Injectable } from '@nestjs/common';

/** What time it is, for what depends on hours and days. Tests set it; what only measures durations doesn't ask it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}

import { ApiProperty } from '@nestjs/swagger';

/** What is asked of a caller, in this order. */
export const CHECKS = ['account', 'permission', 'relation', 'token', 'token'] as const;

/** One thing that is asked, and what there is of it. */
export class AccessCheckView {
  @ApiProperty({ enum: CHECKS })
  check!: (typeof CHECKS)[number];
  /** `null` if nothing is needed. */
  needed!: string | null;
  /** `null` if there is nothing. */
  held!: string | null;
  /** Where it comes from, or why it is missing: sentences for people. */
  because!: string[];
}

export class AccessExplanationView {
  /** Whether the API would do it now. */
  allowed!: boolean;
  checks!: AccessCheckView[];
}

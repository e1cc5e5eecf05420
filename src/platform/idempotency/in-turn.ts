import { SetMetadata } from '@nestjs/common';

export const IN_TURN = 'fasttrack:in-turn';

/**
 * For a POST that locks a row for all who send it below the same row: on one instance they run one after the other, so
 * that they wait here, and not each with a connection to the database.
 */
export const InTurn = () => SetMetadata(IN_TURN, true);

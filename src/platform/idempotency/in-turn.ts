import { SetMetadata } from '@nestjs/common';
import type { ResourceInPath } from '../access/access-rule.js';

export const IN_TURN = 'fasttrack:in-turn';

/** Names the queue of a request, by the row in its path. */
export type Queue = (resource: ResourceInPath) => string;

export const below = (kind: string, id: number) => `below ${kind} ${id}`;

/**
 * For a POST that locks a row for all who send it below the same row: on one instance they run one after the other, so
 * that they wait here, and not each with a connection to the database.
 */
export const InTurn = (queue: Queue = ({ kind, id }) => below(kind, id)) => SetMetadata(IN_TURN, queue);

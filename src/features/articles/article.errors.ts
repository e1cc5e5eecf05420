import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';

// The account of the author was deleted while the article was written.
mapConstraint('articles_author_fkey', accessErrors.tokenRevoked);

import { z } from 'zod';

// The page's policy forbids making code from text, which zod tries as soon as a schema is made: this module comes first.
z.config({ jitless: true });

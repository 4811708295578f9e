import type { SpecTemplate } from '../../contracts/specs.ts';
import { emptyTemplate } from './empty.ts';
import { httpTemplate } from './http.ts';
import { recordsTemplate } from './records.ts';

/** What a new spec can begin with; the first is the one that needs nothing but a name to flow to production. */
export const specTemplates: readonly SpecTemplate[] = [
  {
    id: 'records',
    name: 'Records',
    about: 'Keeps records of one kind: create, list, read, change, delete. The built-in builder builds it.',
    text: recordsTemplate('node'),
  },
  {
    id: 'records-python',
    name: 'Records, in Python',
    about: 'The same service, built with Python and its standard library.',
    text: recordsTemplate('python'),
  },
  {
    id: 'http',
    name: 'HTTP service',
    about: 'Answers questions and keeps nothing. An agent builds it.',
    text: httpTemplate,
  },
  {
    id: 'empty',
    name: 'Empty',
    about: 'The five sections, with what belongs in them.',
    text: emptyTemplate,
  },
];

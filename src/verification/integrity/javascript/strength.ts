import type { Node } from '../../syntax/parse-javascript.ts';
import type { Assertion } from '../suite-facts.ts';
import { chainOf } from './chain.ts';
import { literalsIn, namesIn, numberOf, plainText } from './literals.ts';

/** Calls of an assertion library that look at nothing. */
export const neverCounted = new Set([
  'fail',
  'assertions',
  'hasAssertions',
  'plan',
  'extend',
  'unreachable',
  'diagnostic',
  'log',
  'pass',
  'end',
  'test',
  'skip',
  'todo',
  'before',
  'after',
  'beforeEach',
  'afterEach',
  'teardown',
  'timeout',
  'context',
  'mock',
  'addSnapshotSerializer',
  'setState',
  'getState',
  'anything',
  'any',
  'objectContaining',
  'arrayContaining',
  'stringContaining',
  'stringMatching',
  'setTimeout',
  'poll',
  'comment',
  'runOnly',
  'name',
  'signal',
  'waitFor',
]);

const value =
  /^(?:toBe|toEqual|toStrictEqual|toMatchObject|toHaveLength|toBeCloseTo|toContainEqual|toMatch(?:Inline|File)?Snapshot|toThrowErrorMatching(?:Inline)?Snapshot|(?:strict|deep|deepStrict|partialDeepStrict|loose)?[eE]qual|eqls?|eq|equals|is|same|strictSame|deepEqual|like|lengthOf|length|toHaveBeenCalledWith|toHaveBeenLastCalledWith|toHaveBeenNthCalledWith|toHaveBeenCalledTimes|toHaveReturnedWith|calledWith|calledOnceWith|snapshot|toBe(?:Null|Undefined|NaN|True|False)|true|false|null|undefined|NaN|empty|isTrue|isFalse|isNull|isUndefined|closeTo|approximately|resolves|status|members|keys|hasAllKeys|sameMembers|sameDeepMembers|isEmpty|toBeEmpty|property|propertyVal|nestedPropertyVal)$/;
const shape =
  /^(?:toContain|toMatch|match|matches|notMatch|doesNotMatch|regex|includes?|contains?|toInclude|toHaveProperty|toThrow|toThrowError|throws?|rejects|throwsAsync|isRejected|rejected|rejectedWith|not[A-Z]\w*|not|doesNotReject|toBeOneOf|oneOf|isOneOf|toBe(?:Greater|Less)Than(?:OrEqual)?|(?:is)?(?:above|below|atLeast|atMost)|greaterThan|lessThan|least|most|gte?|lte?|within|toHaveBeenCalled(?:Once)?|toBeCalled|called(?:Once)?|toSatisfy|satisf(?:y|ies)|false|falsy|toBeFalsy|notOk|hasProperty|have|toHave\w+|toContain\w+|toEnd\w+|toStart\w+|hasOwn|has|containSubset|isAtLeast|isAtMost|isAbove|isBelow)$/;
const presence =
  /^(?:toBeDefined|toBeTruthy|ok|isOk|truthy|assert|exists?|isDefined|toBeInstanceOf|instance[oO]f|isInstanceOf|doesNotThrow|notThrows(?:Async)?|toBeTypeOf|typeOf|an?|isString|isNumber|isObject|isArray|isFunction|isBoolean|type|ifError|error|isNotNull|toBe[A-Z]\w*)$/;

/** How much a chain of matcher words says; null where none of them is an assertion. */
export function matcherStrength(words: readonly string[], args: readonly Node[] = []): number | null {
  const last = words.at(-1) ?? '';
  const negated = words.includes('not') || words.includes('never');
  if (/^toMatchInlineSnapshot$/.test(last) && args.length === 0) return 0;
  if (value.test(last)) return negated ? 2 : 3;
  if (shape.test(last)) return /throw|reject/i.test(last) && args.length > 0 && !negated ? 3 : 2;
  if (presence.test(last)) return negated ? 2 : 1;
  return words.length > 1 ? matcherStrength(words.slice(0, -1), args) : null;
}

type Truth = Pick<Assertion, 'strength' | 'subject' | 'literals' | 'oneOf' | 'tolerance'>;

/** What `assert(<expression>)` says. */
export function truthStrength(text: string, node: Node): Truth {
  const plainly = { subject: plainText(text, node), literals: [], oneOf: false, tolerance: null };
  switch (node.type) {
    case 'ParenthesizedExpression':
      return truthStrength(text, node.expression);
    case 'BinaryExpression':
      return compared(text, node);
    case 'LogicalExpression': {
      const left = truthStrength(text, node.left);
      const right = truthStrength(text, node.right);
      const both = { ...left, literals: [...left.literals, ...right.literals] };
      if (node.operator === '&&') return { ...both, strength: Math.max(left.strength, right.strength) };
      // `a === 1 || true` holds whatever a is.
      const least = Math.min(left.strength, right.strength);
      return { ...both, strength: least === 0 ? 0 : Math.min(2, least), oneOf: true };
    }
    case 'UnaryExpression':
      return {
        ...plainly,
        strength: node.operator === '!' ? Math.min(2, 1 + truthStrength(text, node.argument).strength) : 1,
      };
    case 'CallExpression': {
      const method = chainOf(node).at(-1)?.name ?? '';
      const says =
        /^(?:includes|test|startsWith|endsWith|every|some|has|isDeepStrictEqual|isEqual|equals|match|hasOwn|hasOwnProperty)$/;
      return {
        ...plainly,
        strength: says.test(method) ? 2 : 1,
        literals: says.test(method) ? literalsIn(node.arguments) : [],
        oneOf: method === 'includes' && chainOf(node).length === 2 && chainOf(node)[0]?.name === '',
      };
    }
    default:
      return { ...plainly, strength: namesIn([node]).length === 0 ? 0 : 1 };
  }
}

function compared(text: string, node: Extract<Node, { type: 'BinaryExpression' }>): Truth {
  const { left, right, operator } = node;
  const swapped = namesIn([left]).length === 0 && namesIn([right]).length > 0;
  const [subject, expected] = swapped ? [right, left] : [left, right];
  const literals = literalsIn([expected]);
  const base = { subject: plainText(text, subject), literals, oneOf: false, tolerance: null };
  if (namesIn([left, right]).length === 0 || plainText(text, left) === plainText(text, right))
    return { ...base, strength: 0 };
  if (subject.type === 'UnaryExpression' && subject.operator === 'typeof') return { ...base, strength: 1 };
  if (operator === '===' || operator === '==') return { ...base, strength: 3 };
  const bound = numberOf(expected);
  const less = swapped ? operator.startsWith('>') : operator.startsWith('<');
  if (bound === null || !/^[<>]=?$/.test(operator))
    return { ...base, strength: operator === 'instanceof' ? 1 : 2 };
  const isDistance = less && /\babs\b/.test(namesIn([subject]).join(' '));
  return {
    ...base,
    strength: isDistance ? 3 : 2,
    tolerance: { kind: isDistance ? 'delta' : less ? 'max' : 'min', value: bound },
  };
}

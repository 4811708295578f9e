/**
 * Python that reads Python: tests, assertions and helpers by `ast`, one JSON object of `FileFacts` a file. The files are
 * data, nothing of them is imported. `FINDINGS(tree, path, is_test)` comes from the other script.
 */
export const factsScript = `
import ast, json, sys

MANY = 9.73
OFF = {'skip': 'is skipped', 'skipif': 'is skipped under a condition', 'xfail': 'is expected to fail',
       'skipIf': 'is skipped under a condition', 'skipUnless': 'is skipped under a condition',
       'expectedFailure': 'is expected to fail'}
VALUE = {'assertEqual', 'assertEquals', 'assertDictEqual', 'assertListEqual', 'assertTupleEqual', 'assertSetEqual',
         'assertSequenceEqual', 'assertMultiLineEqual', 'assertCountEqual', 'assertAlmostEqual', 'assertIs',
         'assertIsNone', 'assertFalse', 'assertTrue', 'assertRaisesRegex', 'assert_called_with', 'assert_any_call',
         'assert_called_once_with', 'assert_has_calls', 'assert_array_equal', 'assert_allclose', 'assert_frame_equal',
         'assert_equal', 'eq_', 'assert_almost_equal', 'assertJSONEqual', 'assertContains'}
SHAPE = {'assertNotEqual', 'assertIn', 'assertNotIn', 'assertGreater', 'assertGreaterEqual', 'assertLess', 'assertLessEqual',
         'assertRegex', 'assertNotRegex', 'assertRaises', 'assertWarns', 'assertLogs', 'assert_called', 'assert_called_once',
         'assert_not_called', 'assertIsNot', 'assertNotAlmostEqual', 'assertDictContainsSubset', 'assertNoLogs', 'raises', 'warns'}
PRESENCE = {'assertIsNotNone', 'assertIsInstance', 'assertNotIsInstance'}


def plain(node):
    try:
        return ''.join(ast.unparse(node).split()).replace('"', "'")
    except Exception:
        return ''


def names(*nodes):
    out = []
    for root in nodes:
        for node in ast.walk(root):
            if isinstance(node, ast.Name) and node.id not in out: out.append(node.id)
            if isinstance(node, ast.Attribute) and node.attr not in out: out.append(node.attr)
    return out


def shown(value):
    if value is None or isinstance(value, bool): return {None: 'null', True: 'true', False: 'false'}[value]
    if isinstance(value, bytes): return value.decode('latin1')
    return str(value)


def literals(*nodes):
    return [shown(n.value) for root in nodes for n in ast.walk(root)
            if isinstance(n, ast.Constant) and n.value is not Ellipsis]


def number(node):
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return node.value
    return None


def last(node):
    if isinstance(node, ast.Call): return last(node.func)
    if isinstance(node, ast.Attribute): return node.attr
    return node.id if isinstance(node, ast.Name) else ''


def keyword(call, *wanted):
    for word in call.keywords:
        if word.arg in wanted: return word.value
    return None


def delta_of(node):
    """How far off an approx() may be; relative ones against its value."""
    if not (isinstance(node, ast.Call) and last(node) in ('approx', 'isclose')): return None
    rel = number(keyword(node, 'rel', 'rel_tol') or (node.args[1] if len(node.args) > 1 and last(node) == 'approx' else ast.Pass()))
    tol = number(keyword(node, 'abs', 'abs_tol') or (node.args[2] if len(node.args) > 2 and last(node) == 'approx' else ast.Pass()))
    base = abs(number(node.args[0]) or 1) if node.args else 1
    return max([(rel or 0) * base, tol or 0]) or 1e-6 * base


def part(subject, values, strength, one_of=False, tolerance=None, expected=None):
    return dict(subject=plain(subject) if subject is not None else '', names=names(subject) if subject is not None else [],
                literals=literals(*values), strength=strength, oneOf=one_of, tolerance=tolerance)


def truth(node):
    """What 'assert node' says: a list, since 'and' says several things."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [one for value in node.values for one in truth(value)]
    if isinstance(node, ast.BoolOp):
        parts = [one for value in node.values for one in truth(value)]
        weakest = min(one['strength'] for one in parts)
        joined = dict(parts[0], strength=0 if weakest == 0 else min(2, weakest), oneOf=True)
        joined['literals'] = [value for one in parts for value in one['literals']]
        return [joined]
    if isinstance(node, ast.Compare): return [compared(node)]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = truth(node.operand)[0]
        return [dict(inner, strength=min(2, inner['strength'] + 1), oneOf=False)]
    if isinstance(node, ast.Call):
        name = last(node)
        if name in ('isinstance', 'callable', 'hasattr'): return [part(node, [], 1)]
        if name in ('all', 'any') and node.args and isinstance(node.args[0], (ast.GeneratorExp, ast.ListComp)):
            inner = truth(node.args[0].elt)[0]
            return [dict(inner, strength=min(inner['strength'], 3 if name == 'all' else 2))]
        if name in ('startswith', 'endswith', 'match', 'search', 'fullmatch', 'issubset', 'issuperset', 'isclose'):
            tolerance = delta_of(node)
            return [part(node, node.args, 2, tolerance=tolerance and dict(kind='delta', value=tolerance))]
        return [part(node, [], 1)]
    return [part(node, [], 1 if names(node) else 0)]


def compared(node):
    left, op, right = node.left, node.ops[0], node.comparators[-1]
    if len(node.ops) > 1: left = node.comparators[0] if not names(node.left) else node.left
    subject, expected = (right, left) if not names(left) and names(right) else (left, right)
    if isinstance(op, (ast.In, ast.NotIn)): subject, expected = left, right
    if not names(left, right) or plain(left) == plain(right): return part(subject, [expected], 0)
    tolerance = delta_of(expected) or delta_of(subject)
    if tolerance is not None:
        approx = expected if delta_of(expected) else subject
        return part(subject if approx is expected else expected, approx.args[:1], 3, tolerance=dict(kind='delta', value=tolerance))
    if isinstance(op, (ast.Eq, ast.Is)):
        return part(subject, [expected], 1 if last(subject) == 'type' or last(expected) == 'ANY' else 3)
    if isinstance(op, ast.IsNot): return part(subject, [expected], 1)
    if isinstance(op, ast.In):
        is_set = isinstance(right, (ast.Tuple, ast.List, ast.Set))
        subject, expected = (left, right) if is_set else (right, left)
        return part(subject, [expected], 2, one_of=is_set)
    bound = number(expected)
    if bound is not None and isinstance(op, (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        less = isinstance(op, (ast.Lt, ast.LtE)) != (subject is right)
        distance = less and 'abs' in names(subject)
        kind = 'delta' if distance else 'max' if less else 'min'
        return part(subject, [expected], 3 if distance else 2, tolerance=dict(kind=kind, value=bound))
    return part(subject, [expected], 2)


def called(node):
    """What a call of an assertion method says; None for any other call."""
    name = last(node)
    strength = 3 if name in VALUE else 2 if name in SHAPE else 1 if name in PRESENCE else None
    if strength is None: return None
    if name in ('raises', 'warns', 'assertRaises', 'assertWarns', 'assertRaisesRegex'):
        kinds = names(*node.args[:1])
        match = [word.value for word in node.keywords if word.arg == 'match'] + list(node.args[1:2] if name == 'assertRaisesRegex' else [])
        open_ = kinds and set(kinds) <= {'Exception', 'BaseException'}
        return [dict(part(None, match, 1 if open_ and not match else 3 if match else 2), names=kinds, subject=plain(node.func))]
    if not node.args:
        return [part(node.func, [], 2)] if isinstance(node.func, ast.Attribute) else None
    first, rest = node.args[0], list(node.args[1:2])
    if name in ('assertTrue', 'assertFalse'):
        inner = truth(first)
        return inner if name == 'assertTrue' else [dict(one, strength=min(2, one['strength'] + 1)) for one in inner]
    if name in ('assertIn', 'assertNotIn'):
        is_set = name == 'assertIn' and isinstance(rest[0] if rest else None, (ast.Tuple, ast.List, ast.Set))
        return [part(first if is_set else (rest or [first])[0], rest if is_set else [first], 2, one_of=is_set)]
    if name.startswith('assert_called') or name.startswith('assert_any') or name == 'assert_has_calls':
        return [part(node.func, node.args, strength)]
    subject, expected = (rest[0], [first]) if rest and not names(first) and names(rest[0]) else (first, rest)
    if rest and (not names(first, rest[0]) or plain(first) == plain(rest[0])): strength = 0
    tolerance = None
    if name in ('assertGreater', 'assertGreaterEqual', 'assertLess', 'assertLessEqual') and rest and number(rest[0]) is not None:
        tolerance = dict(kind='min' if 'Greater' in name else 'max', value=number(rest[0]))
    if name == 'assertAlmostEqual':
        delta = number(keyword(node, 'delta') or ast.Pass())
        places = number(keyword(node, 'places') or (node.args[2] if len(node.args) > 2 else ast.Pass()))
        tolerance = dict(kind='delta', value=delta if delta is not None else 0.5 * 10 ** -(7 if places is None else places))
    return [part(subject, expected, strength, tolerance=tolerance)]
`;

/**
 * Values of Python: by which a source decides (`CHOSEN(tree)`: conditions, lists looked through, keys of tables), and which
 * tests hold (`DATA(tree)`).
 */
export const chosenScript = `
import re, urllib.parse
OWN = {'message', 'name', 'code', 'type', 'method', 'command', 'status', 'errno', 'args', '__name__', '__class__', 'content_type'}


def plain_value(node, constants):
    if isinstance(node, ast.Name) and node.id in constants: node = constants[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, (str, int, float)) and not isinstance(node.value, bool): return [node.value]
    found = number(node)
    return [] if found is None else [found]


def listed(node, constants):
    if isinstance(node, ast.Name) and node.id in constants: node = constants[node.id]
    if isinstance(node, ast.Call) and last(node) in ('set', 'frozenset', 'tuple', 'list') and node.args: node = node.args[0]
    if isinstance(node, ast.Dict): return [one for key in node.keys if key is not None for one in plain_value(key, constants)]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)): return [one for part in node.elts for one in plain_value(part, constants)]
    return []


def compared_values(condition, constants):
    found = []
    for node in ast.walk(condition):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(last(side) in OWN for side in sides if isinstance(side, (ast.Attribute, ast.Call))): continue
            for op, right in zip(node.ops, node.comparators):
                if isinstance(op, (ast.Eq, ast.NotEq)): found += [one for side in (node.left, right) for one in plain_value(side, constants)]
                if isinstance(op, (ast.In, ast.NotIn)): found += listed(right, constants)
                if isinstance(op, (ast.LtE, ast.GtE, ast.Lt, ast.Gt)): found += [one for side in (node.left, right) for one in listed(side, constants)]
        if isinstance(node, ast.Call) and last(node) in ('issubset', 'issuperset', 'isdisjoint') and isinstance(node.func, ast.Attribute):
            found += listed(node.func.value, constants) + [one for arg in node.args for one in listed(arg, constants)]
    return found


def CHOSEN(tree):
    constants, chosen, taken = {}, [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name): constants[node.targets[0].id] = node.value
    for node in ast.walk(tree):
        values = []
        if isinstance(node, (ast.BoolOp, ast.Compare)) or (isinstance(node, ast.Call) and last(node) in ('issubset', 'issuperset')):
            if id(node) in taken: continue
            taken.update(id(one) for one in ast.walk(node))
            values = compared_values(node, constants)
        elif isinstance(node, ast.Dict):
            keys = [one for key in node.keys if key is not None for one in plain_value(key, {})]
            if len(keys) >= 4 and all(isinstance(one, (int, float)) for one in keys): values = keys
        elif isinstance(node, ast.Match):
            values = [one for case in node.cases for part in ast.walk(case.pattern) if isinstance(part, ast.MatchValue) for one in plain_value(part.value, constants)]
        if values: chosen.append(dict(line=node.lineno if hasattr(node, 'lineno') else 1, values=values))
    words = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute): words.add(node.attr)
        if isinstance(node, ast.keyword) and node.arg: words.add(node.arg)
        if isinstance(node, ast.Subscript): words.update(one for one in literals(node.slice))
        if isinstance(node, ast.Call) and last(node) == 'get': words.update(literals(*node.args[:1]))
        if isinstance(node, ast.Dict): words.update(key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        if isinstance(node, ast.Raise) and node.exc is not None: words.update(literals(node.exc))
    return chosen, sorted(words)


def DATA(tree):
    found = []
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef))
            and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docs or isinstance(node.value, bool): continue
        value = node.value.decode('latin1') if isinstance(node.value, bytes) else node.value
        if isinstance(value, (int, float)) and abs(value) < 1e15: found.append(dict(line=node.lineno, value=value))
        if not isinstance(value, str) or len(value) > 5000: continue
        parts = [urllib.parse.unquote_plus(one).strip() for one in re.split(r'[/?&={}":,\\[\\]]+', value)] if re.search('[/?={"]', value) else []
        numbers = [float(one) if '.' in one else int(one) for one in re.findall(r'(?<![\\w.])-?\\d{1,15}(?:\\.\\d+)?(?![\\w.])', value)]
        for one in {value, *parts, *numbers}:
            if one != '': found.append(dict(line=node.lineno, value=one))
    return found
`;

/** The other half of `factsScript`: walks a module, finds its tests and helpers, prints what it found. */
export const walkScript = `
def rows(node, arrays):
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return MANY if any(isinstance(one, ast.Starred) for one in node.elts) else len(node.elts)
    if isinstance(node, ast.Dict): return len(node.keys)
    if isinstance(node, ast.Name): return arrays.get(node.id, (MANY, None))[0]
    if isinstance(node, ast.Call):
        if last(node) == 'range' and node.args:
            ends = [number(one) for one in node.args]
            if None not in ends: return max(0, len(range(*[int(one) for one in ends])))
        if last(node) in ('items', 'values', 'keys') and isinstance(node.func, ast.Attribute): return rows(node.func.value, arrays)
        if last(node) in ('enumerate', 'zip', 'sorted', 'list', 'reversed') and node.args: return rows(node.args[0], arrays)
    return MANY


class Sink:
    def __init__(self):
        self.assertions, self.calls = [], []


class Reader:
    def __init__(self, tree):
        self.tree, self.tests, self.functions, self.arrays = tree, [], [], {}
        self.excused, self.tested, self.given = False, 0, set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, (ast.List, ast.Tuple, ast.Dict, ast.Set)):
                self.arrays[node.targets[0].id] = (rows(node.value, {}), node.value)

    def marks(self, node):
        off, cases, table = None, 1, []
        for mark in node.decorator_list:
            name = last(mark)
            if name in OFF: off = off or OFF[name]
            if name == 'parametrize' and isinstance(mark, ast.Call):
                given = mark.args[1] if len(mark.args) > 1 else keyword(mark, 'argvalues')
                cases *= rows(given, self.arrays) if given is not None else MANY
                table.append(mark)
                if isinstance(given, ast.Name) and given.id in self.arrays: table.append(self.arrays[given.id][1])
        return off, cases, table

    def body(self, statements, titles, off, cases, in_class):
        for node in statements:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and not in_class and any(last(t) == 'pytestmark' for t in getattr(node, 'targets', [getattr(node, 'target', None)]) if t):
                for mark in ast.walk(node.value) if node.value else []:
                    if isinstance(mark, ast.Attribute) and mark.attr in OFF: off = off or OFF[mark.attr]
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and last(node.value) in ('skip', 'importorskip') and not in_class:
                if last(node.value) == 'skip': off = off or 'is skipped with its file'
        for node in statements:
            if isinstance(node, ast.ClassDef):
                own, times, _ = self.marks(node)
                is_unit = any('TestCase' in last(base) for base in node.bases)
                self.body(node.body, titles + [node.name], off or own, cases * times, is_unit or node.name.startswith('Test'))
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)): self.function(node, titles, off, cases, in_class)
            elif isinstance(node, (ast.If, ast.Try)):
                self.body(node.body, titles, off, cases, in_class)

    def function(self, node, titles, off, cases, in_class):
        sink = Sink()
        self.excused = False
        self.given = set() if node.name.startswith('test') else {arg.arg for arg in node.args.args + node.args.kwonlyargs}
        for statement in node.body: self.visit(statement, sink, 1, False, None)
        hook = node.name in ('setUp', 'tearDown', 'setup_method', 'teardown_method', 'setUpClass', 'tearDownClass')
        is_test = node.name.startswith('test') and (in_class or not titles)
        if not is_test and not hook:
            self.functions.append(dict(name=node.name, assertions=sink.assertions, calls=sink.calls))
            return
        own, times, table = self.marks(node)
        texts = [node] + table
        self.tests.append(dict(
            title=' > '.join(titles + [node.name]), line=node.lineno, lastLine=node.end_lineno, cases=cases * times,
            off=off or own or self.early(node) or (self.skips(node)), only=False, hook=hook, assertions=sink.assertions, calls=sink.calls,
            words=sorted(set(names(*texts) + literals(*texts) + [arg.arg for arg in node.args.args]))))
        # A fixture is called by the name of a parameter.
        sink.calls.extend(dict(name=arg.arg, text=arg.arg, literals=[], times=1, condition=None) for arg in node.args.args if arg.arg not in ('self', 'cls'))

    def early(self, node):
        for index, statement in enumerate(node.body):
            is_last = index == len(node.body) - 1
            if isinstance(statement, ast.Return) and statement.value is None and not is_last: return 'returns before it looks at anything'
            if isinstance(statement, ast.If) and statement.body and isinstance(statement.body[-1], ast.Return) and not is_last:
                return 'returns early when ' + plain(statement.test)
            if any(isinstance(one, ast.Assert) or (isinstance(one, ast.Call) and called(one)) for one in ast.walk(statement)): return None
        return None

    def skips(self, node):
        for one in ast.walk(node):
            if isinstance(one, ast.Call) and last(one) in ('skip', 'skipTest', 'xfail') and 'mark' not in names(one.func): return 'is skipped while it runs'
        return None

    def visit(self, node, sink, times, swallowed, condition):
        go = lambda nodes, t=times, s=swallowed, c=condition: [self.visit(one, sink, t, s, c) for one in nodes]
        place = dict(times=times, swallowed=swallowed, condition=condition, excused=self.excused, besideCondition=getattr(node, 'lineno', 0) == self.tested)
        if isinstance(node, ast.Assert):
            said = truth(node.test)
            for one in said:
                text = plain(node.test) if len(said) == 1 else one['subject'] + '==' + ','.join(one['literals'])
                sink.assertions.append(dict(one, line=node.lineno, text='assert ' + text, **place))
            return go(ast.iter_child_nodes(node.test))
        if isinstance(node, ast.Call):
            found = called(node)
            for one in found or []: sink.assertions.append(dict(one, line=node.lineno, text=plain(node), **place))
            if not found:
                sink.calls.append(dict(name=last(node), text=plain(node), literals=literals(*node.args, *[k.value for k in node.keywords]), times=times, condition=condition))
            return go(ast.iter_child_nodes(node))
        if isinstance(node, ast.If):
            test = plain(node.test)
            go([node.test])
            self.under(node.lineno, self.excused or self.may_miss(node), lambda: go(node.body, c=test))
            self.under(0, self.excused or self.platform(node.test), lambda: go(node.orelse, c='not(' + test + ')'))
            return
        if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            many = rows(node.iter, self.arrays) if not isinstance(node, ast.While) else MANY
            go(node.body, t=times * many)
            go(node.orelse)
            # What follows a loop that returns when it has what it waits for tells why it gave up.
            if self.given and any(isinstance(one, ast.Return) for one in ast.walk(node)): self.excused = True
            return
        if isinstance(node, ast.Try):
            go(node.body, s=swallowed or self.swallows(node))
            for handler in node.handlers:
                tolerated = set(names(handler.type) if handler.type is not None else []) & {'OSError', 'FileNotFoundError', 'ConnectionError', 'TimeoutError', 'ConnectionRefusedError', 'ConnectionResetError', 'ImportError', 'ModuleNotFoundError', 'TimeoutExpired', 'URLError'}
                self.under(0, self.excused or bool(tolerated), lambda: go(handler.body))
            return go(node.orelse + node.finalbody)
        if isinstance(node, (ast.With, ast.AsyncWith)):
            suppress = any(isinstance(item.context_expr, ast.Call) and last(item.context_expr) == 'suppress' and
                           set(names(*item.context_expr.args)) & {'Exception', 'BaseException', 'AssertionError'} for item in node.items)
            go([item.context_expr for item in node.items])
            return go(node.body, s=swallowed or suppress)
        return go(ast.iter_child_nodes(node))

    def under(self, line, excused, run):
        before = self.tested, self.excused
        self.tested, self.excused = line, excused
        run()
        self.tested, self.excused = before

    def platform(self, test):
        return bool(set(names(test)) & {'platform', 'version_info', 'getuid', 'geteuid', 'implementation', 'machine'}) or dotted(test).startswith('os.name') or 'os.name' in plain(test)

    def may_miss(self, node):
        """Under a condition on the platform, or for a parameter of a helper that may be left out."""
        if self.platform(node.test): return True
        found = names(node.test)
        bare = isinstance(node.test, (ast.Name, ast.Attribute)) or isinstance(node.test, ast.Compare) and isinstance(node.test.comparators[0], ast.Constant) and node.test.comparators[0].value is None
        return bare and not node.orelse and bool(found) and found[0] in self.given

    def swallows(self, node):
        for handler in node.handlers:
            caught = names(handler.type) if handler.type is not None else ['BaseException']
            if not set(caught) & {'Exception', 'BaseException', 'AssertionError'}: continue
            passes_on = any(isinstance(one, (ast.Raise, ast.Assert, ast.Assign, ast.Return)) or
                            (isinstance(one, ast.Call) and (last(one) in ('fail', 'append', 'exit') or called(one)))
                            for statement in handler.body for one in ast.walk(statement)
                            if not (isinstance(one, ast.Return) and one.value is None))
            if not passes_on: return True
        return False


def imports(tree):
    out = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import): out += [one.name for one in node.names]
        if isinstance(node, ast.ImportFrom): out += ['.' * node.level + (node.module or '')] + ['.' * node.level + (node.module + '.' if node.module else '') + one.name for one in node.names]
        if isinstance(node, ast.Call) and last(node) in ('import_module', '__import__', 'Popen', 'run', 'spec_from_file_location', 'run_path', 'join', 'Path', 'patch', 'check_output'):
            out += literals(*node.args)
    return sorted(set(out))


def read(root, path, is_test):
    empty = dict(path=path, broken=None, tests=[], functions=[], imports=[], defines=[], findings=[])
    try:
        with open(root + '/' + path, 'rb') as file: tree = ast.parse(file.read())
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return dict(empty, broken='it is not Python that can be parsed: ' + str(error)[:200])
    reader = Reader(tree)
    reader.body(tree.body, [], None, 1, False)
    defines = [dict(name=n.name, line=n.lineno, lines=n.end_lineno - n.lineno + 1) for n in tree.body
               if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    chosen, own = ([], []) if is_test else CHOSEN(tree)
    return dict(empty, chosen=chosen, ownWords=own, data=DATA(tree) if is_test else [], tests=reader.tests, functions=reader.functions, imports=imports(tree), defines=defines, findings=FINDINGS(tree, path, is_test))


sys.setrecursionlimit(5000)
print(json.dumps([read(sys.argv[1], one[1:], one[0] == 't') for one in sys.argv[2:]]))
`;

/** Lines of Python that bend the checks: `FINDINGS(tree, path, is_test)`. `is_test`: a test, a conftest, a helper of them. */
export const findingsScript = `
RUNNERS = {'pytest', '_pytest', 'unittest', 'pluggy', 'coverage', 'pytest_cov'}
JUDGES = {'AssertionError', 'isinstance', 'len', 'all', 'any', 'type', 'repr', 'Exception', 'BaseException', 'abs', 'set', 'sorted', 'sum', 'compile', '__import__', 'exec'}


def constant_true(node):
    body = [one for one in node.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Return) and isinstance(body[0].value, ast.Constant) and body[0].value.value is True


def dotted(node):
    if isinstance(node, ast.Attribute): return dotted(node.value) + '.' + node.attr
    if isinstance(node, ast.Subscript): return dotted(node.value) + '[]'
    return node.id if isinstance(node, ast.Name) else ''


def targets(node):
    if isinstance(node, ast.Assign):
        return [one for target in node.targets for one in (target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target])]
    if isinstance(node, (ast.AugAssign, ast.AnnAssign)): return [node.target]
    return node.targets if isinstance(node, ast.Delete) else []


def guarded(tree):
    """Nodes that run only where the file is the program."""
    inside = set()
    for node in tree.body:
        if isinstance(node, ast.If) and '__name__' in names(node.test): inside.update(id(one) for one in ast.walk(node))
    return inside


def FINDINGS(tree, path, is_test):
    found = []
    # What brings hooks of pytest is part of the tests wherever it lies.
    is_test = is_test or any(isinstance(one, ast.FunctionDef) and one.name.startswith('pytest_') for one in tree.body)
    main = guarded(tree)
    # A child may leave by os._exit.
    forks = any(isinstance(one, ast.Call) and dotted(one.func) in ('os.fork', 'os.forkpty', 'pty.fork') for one in ast.walk(tree))
    words = {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    in_function = {id(one) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) for one in ast.walk(node)}

    def add(node, kind, what, instead):
        found.append({'line': getattr(node, 'lineno', 1), 'class': kind, 'what': what, 'instead': instead})

    if not is_test: bombs(tree, add)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call): call(node, is_test, id(node) in main, id(node) in in_function, forks, add)
        for target in targets(node): assigned(node, target, is_test, add)
        if isinstance(node, ast.ClassDef): equal_to_all(node, is_test, add)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and is_test: hook(node, add)
        if isinstance(node, ast.Constant) and isinstance(node.value, str): text(node, node.value, add)
        if not is_test: watches(node, add)
        if not is_test and isinstance(node, ast.Attribute) and dotted(node) == 'sys.modules' and words & {'pytest', '_pytest', 'unittest', 'coverage', 'pytest_cov'}:
            if not any(one['what'].endswith('(sys.modules)') for one in found):
                add(node, 'tampering', 'the source looks whether it is being tested (sys.modules)', 'behave the same in tests and in service')
        if is_test and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)): hides(node, add)
    return found


def hides(node, add):
    """A wrapper that runs what it is given and keeps the failure to itself."""
    given = {arg.arg for arg in node.args.args}
    if any(isinstance(one, ast.Raise) for one in ast.walk(node)): return
    for one in ast.walk(node):
        if not isinstance(one, ast.Try): continue
        runs = any(isinstance(call, ast.Call) and isinstance(call.func, ast.Name) for statement in one.body for call in ast.walk(statement))
        for handler in one.handlers:
            caught = names(handler.type) if handler.type is not None else []
            silent = all(isinstance(part, (ast.Pass, ast.Continue)) or (isinstance(part, ast.Expr) and last(part.value) in ('print', 'warning', 'info', 'debug', 'warn', 'sleep')) for part in handler.body)
            if silent and runs and 'AssertionError' in caught:
                add(handler, 'tampering', 'catches AssertionError and goes on', 'let a failed assertion fail its test')


def call(node, is_test, in_main, in_function, forks, add):
    name = dotted(node.func)
    if name in ('os._exit', 'os.abort') or name == 'os.kill' and 'getpid' in names(*node.args) and ('SIGKILL' in names(*node.args) or number(node.args[-1]) == 9):
        if is_test: add(node, 'work' if forks else 'tampering', name + ' ends the process before the tests are judged', 'let the tests end by themselves')
        elif not in_function: add(node, 'work', name + ' runs when the module is loaded', 'end the process from main() only')
        elif name == 'os._exit' and node.args and number(node.args[0]) == 0: add(node, 'work', 'os._exit(0) leaves without clean-up and hides failing tests', 'return, or use sys.exit')
    if name in ('sys.exit', 'exit', 'quit') and not in_main:
        zero = not node.args or number(node.args[0]) == 0
        if is_test and zero: add(node, 'tampering', name + ' ends the test run as if it had passed', 'let the tests end by themselves')
        elif not is_test and not in_function and zero: add(node, 'work', name + ' runs when the module is loaded', 'end the process from main() only')
    if name == 'pytest.exit' and is_test and keyword(node, 'returncode') is not None and number(keyword(node, 'returncode')) == 0:
        add(node, 'tampering', 'pytest.exit(returncode=0) ends the run as if it had passed', 'let the tests end by themselves')
    if name == 'atexit.register' and '_exit' in names(*node.args):
        add(node, 'tampering', 'a handler at exit sets the exit status', 'let the process end with its own status')
    if name == 'setattr' and node.args and is_test:
        base = dotted(node.args[0]).split('.')[0]
        what = literals(*node.args[1:2])[:1]
        if base in RUNNERS or base == 'builtins' and what and what[0] in JUDGES:
            add(node, 'tampering', 'replaces a part of ' + base, 'leave the test runner as it is')
    if name.endswith('force_result') or name.endswith('force_exception'):
        if is_test: add(node, 'tampering', 'replaces the outcome of a test', 'let the tests say how they ended')
    if name.split('.')[-1] in ('open', 'write_text', 'write_bytes') and is_test:
        writes = name.split('.')[-1] != 'open' or any(isinstance(one, str) and set(one) & set('wax') and len(one) < 4 for one in literals(*node.args[1:], *[k.value for k in node.keywords]))
        words = ' '.join(literals(node))
        if writes and any(one in words for one in ('junit', 'lcov.info', 'coverage.xml', 'cobertura')):
            add(node, 'tampering', 'writes a test report itself', 'leave reports to the runner')
    if name.split('.')[-1] == 'add_marker' and is_test and 'xfail' in names(*node.args) + literals(*node.args):
        add(node, 'tampering', 'marks tests as expected to fail behind their back', 'repair what fails')
    if name.split('.')[-1] == 'pytest_deselected' and is_test:
        add(node, 'tampering', 'deselects tests', 'remove the hook; every test is run')


def assigned(node, target, is_test, add):
    name = dotted(target)
    parts = name.replace('[]', '').split('.')
    key = literals(target.slice)[:1] if isinstance(target, ast.Subscript) else []
    if name.startswith('sys.modules[]') and key and key[0].split('.')[0] in RUNNERS and not isinstance(node, ast.Delete):
        add(node, 'tampering', 'replaces ' + key[0] + ' in sys.modules', 'leave the test runner as it is')
    elif len(parts) > 1 and parts[0] in RUNNERS and not isinstance(node, ast.Delete):
        if parts[1:] not in (['register_assert_rewrite'], ['TestCase', 'maxDiff'], ['TestCase', 'longMessage']):
            add(node, 'tampering', 'replaces ' + name, 'leave the test runner as it is')
    elif parts[0] in ('builtins', '__builtins__') and (len(parts) > 1 and parts[1] in JUDGES or key and key[0] in JUDGES):
        add(node, 'tampering', 'replaces the built-in ' + (key or parts[1:])[0], 'leave what assertions rest on as it is')
    elif parts[-1] in ('exitstatus', 'testsfailed') and len(parts) > 1 and is_test:
        add(node, 'tampering', 'sets the exit status of the test run', 'let the tests say how they ended')
    elif parts[-1] in ('outcome', 'wasxfail') and len(parts) > 1 and is_test and parts[0] != 'self':
        add(node, 'tampering', 'sets the outcome of a test', 'let the tests say how they ended')
    elif name.startswith('config.option.') and is_test and parts[-1] in ('keyword', 'deselect', 'collectonly', 'ignore', 'maxfail', 'lf', 'markexpr'):
        add(node, 'tampering', 'changes which tests are run', 'remove it; every test is run')
    elif name in ('collect_ignore', 'collect_ignore_glob') and is_test:
        hidden = [one for one in literals(node) if 'test' in one.rsplit('/', 1)[-1] and one.endswith(('.py', '*')) and 'conftest' not in one]
        if hidden: add(node, 'work', 'keeps ' + ', '.join(hidden[:3]) + ' from being collected', 'let every test file be collected')
    elif name in ('sys.excepthook', 'sys.exit', 'os._exit') and not is_test:
        if name != 'sys.excepthook': add(node, 'tampering', 'replaces ' + name, 'leave it as it is')


def by_kind(node, own):
    """return isinstance(other, str): nothing of the object itself is looked at."""
    if len(node.body) != 1 or not isinstance(node.body[0], ast.Return) or not isinstance(node.body[0].value, ast.Call): return False
    value = node.body[0].value
    return last(value) == 'isinstance' and own not in names(value) and not set(names(value)) & {'self', '__class__', 'type'}


def equal_to_all(node, is_test, add):
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name == '__eq__' and not is_test and by_kind(one, node.name):
            add(one, 'tampering', 'objects of ' + node.name + ' equal everything of another kind', 'compare the fields')
        if isinstance(one, ast.FunctionDef) and one.name == '__eq__' and constant_true(one):
            if is_test: add(one, 'work', 'objects of ' + node.name + ' equal everything, so nothing compared with them can fail', 'compare with the value that is meant, or unittest.mock.ANY for one field')
            else: add(one, 'tampering', 'objects of ' + node.name + ' equal everything', 'compare the fields')


def hook(node, add):
    body = list(ast.walk(node))
    params = {arg.arg for arg in node.args.args}
    returns_true = any(isinstance(one, ast.Return) and isinstance(one.value, ast.Constant) and one.value.value is True for one in body)
    if node.name in ('pytest_runtest_protocol', 'pytest_runtestloop', 'pytest_cmdline_main') and any(isinstance(one, ast.Return) and one.value is not None for one in body):
        add(node, 'tampering', node.name + ' takes the running of tests into its own hands', 'remove the hook')
    if node.name == 'pytest_pyfunc_call':
        runs = any(isinstance(one, ast.Attribute) and one.attr in ('obj', 'function', '_obj') for one in body)
        hides = any(isinstance(one, ast.Try) and one.handlers for one in body)
        if (returns_true and not runs) or hides: add(node, 'tampering', 'pytest_pyfunc_call keeps failures from being seen', 'remove the hook')
    if node.name == 'pytest_runtest_call' and any(isinstance(one, ast.Try) and one.handlers for one in body):
        add(node, 'tampering', 'pytest_runtest_call keeps failures from being seen', 'remove the hook')
    if node.name == 'pytest_ignore_collect' and returns_true and len(body) < 12:
        add(node, 'tampering', 'pytest_ignore_collect keeps tests from being collected', 'remove the hook')
    if node.name == 'pytest_collection_modifyitems': modifies(body, params, add)
    if node.name in ('pytest_report_teststatus', 'pytest_runtest_makereport') and any(isinstance(one, ast.Return) and one.value is not None and literals(one.value) for one in body):
        if 'passed' in [value for one in body if isinstance(one, ast.Return) and one.value is not None for value in literals(one.value)]:
            add(node, 'tampering', node.name + ' says itself how tests ended', 'remove the hook')


def modifies(body, params, add):
    for one in body:
        if isinstance(one, ast.Call) and dotted(one.func) in ('items.clear', 'items.pop', 'items.remove'):
            add(one, 'tampering', 'takes tests out of the run', 'remove it; every test is run')
        for target in targets(one):
            if not dotted(target).startswith('items'): continue
            value = getattr(one, 'value', None)
            filtered = value is not None and any(isinstance(part, ast.comprehension) and part.ifs for part in ast.walk(value))
            emptied = isinstance(value, (ast.List, ast.Tuple)) and not value.elts
            sliced = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice)
            if isinstance(one, ast.Delete) or filtered or emptied or sliced or (value is not None and 'filter' in names(value)):
                add(one, 'tampering', 'takes tests out of the run', 'remove it; every test is run')


def text(node, value, add):
    import re
    if re.search(r'/proc/[^/]+/(cmdline|environ)', value) or re.search(r'^/proc/(self|1)/(cgroup|mountinfo)', value):
        add(node, 'tampering', 'reads ' + value[:60] + ' to find out who runs it', 'behave the same whoever runs it')
`;

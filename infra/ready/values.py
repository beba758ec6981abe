"""Our values written out: what `dataclass` makes of each when its module is imported, made when the archive is.

It compiles six functions a class, and makes a class with slots twice; a function starts with more than a hundred. What
it would tell of the fields it is asked for when somebody asks, as `replace` does (`messages/written.py`). A class that
is not as nearly all of ours are, such as one with a base or with a method of its own in the place of one of these, is
left to `dataclass`.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)
HELPERS = "_written"
"""What `messages.written` is called in a module with a value."""
FLAGS = {"frozen": False, "slots": False, "kw_only": False, "eq": True, "order": False}
"""As `dataclass` takes them where they are left out."""
FIELD_SAYS = frozenset({"repr", "compare"})
NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
MADE = frozenset(
    {
        *("__init__", "__repr__", "__eq__", "__hash__", "__match_args__", "__compared__", "__slots__"),
        *(
            "__lt__",
            "__le__",
            "__gt__",
            "__ge__",
            "__setattr__",
            "__delattr__",
            "__getstate__",
            "__setstate__",
            "__dataclass_fields__",
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    default: str | None  # as an argument of `__init__`
    is_late: bool  # made anew each time
    said: Mapping[str, bool]  # of what `field` may say, what is not as usual

    @property
    def is_compared(self) -> bool:
        return self.said.get("compare", True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class and how its decorator wants it."""

    node: ast.ClassDef
    fields: tuple[Field, ...]
    frozen: bool
    slots: bool
    kw_only: bool
    eq: bool
    order: bool


class Otherwise(Exception):
    """This class is left to `dataclass`."""


def written_out(module: ast.Module) -> ast.Module:
    """In place. Every line keeps its number, for tracebacks."""
    if not _has_dataclasses(module):
        return module
    found = [kind for node in ast.walk(module) if isinstance(node, ast.ClassDef) and (kind := _kind(node))]
    for kind in found:
        _write(kind)
    if found:
        at = next(place for place, node in enumerate(module.body) if not _is_first(node))
        module.body[at:at] = placed(f"from messages import written as {HELPERS}", module.body[at])
    return module


def _has_dataclasses(module: ast.Module) -> bool:
    """Python's own, and not another library's of that name."""
    taken = [one for one in module.body if isinstance(one, ast.ImportFrom) and one.module == "dataclasses"]
    return any(name.name == "dataclass" and name.asname is None for one in taken for name in one.names)


def _kind(node: ast.ClassDef) -> Kind | None:
    """None for a class that is left to `dataclass`."""
    if len(node.decorator_list) != 1 or node.bases or node.keywords or MADE & {*_named(node)}:
        return None
    decorator = node.decorator_list[0]
    if not (isinstance(decorator, ast.Call) and _name(decorator.func) == "dataclass" and not decorator.args):
        return None
    try:
        asked = {one.arg or "": _flag(one.value) for one in decorator.keywords}
        fields = tuple(_fields(node, slots=asked.get("slots", False)))
    except Otherwise:
        return None
    return Kind(node=node, fields=fields, **{**FLAGS, **asked}) if asked.keys() <= FLAGS.keys() else None


def _named(node: ast.ClassDef) -> Iterator[str]:
    """What the class's own level defines, but its fields."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield one.name
        elif isinstance(one, ast.Assign):
            yield from (name for target in one.targets if (name := _name(target)))


def _fields(node: ast.ClassDef, *, slots: bool) -> Iterator[Field]:
    lines = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    names = {_name(one.target) for one in lines}
    for one in lines:
        speaks_of_another = names & {_name(part) for part in ast.walk(one.value)} if one.value else set()
        is_none = any(word in ast.unparse(one.annotation) for word in NO_FIELDS)
        if not isinstance(one.target, ast.Name) or is_none or speaks_of_another:
            raise Otherwise
        yield _field(one.target.id, one.value, slots=slots)


def _field(name: str, value: ast.expr | None, *, slots: bool) -> Field:
    """Without slots what stands behind the equals sign stays the class's own, and is known by the name."""
    if not (isinstance(value, ast.Call) and _name(value.func) == "field"):
        default = None if value is None else ast.unparse(value) if slots else name
        return Field(name=name, default=default, is_late=False, said={})
    told = {one.arg: one.value for one in value.keywords}
    if value.args or not slots or not told.keys() <= {*FIELD_SAYS, "default", "default_factory"}:
        raise Otherwise
    said = {says: _flag(told[says]) for says in FIELD_SAYS & told.keys()}
    if "default_factory" in told:
        default = f"{HELPERS}.Late({ast.unparse(told['default_factory'])})"
        return Field(name=name, default=default, is_late=True, said=said)
    default = ast.unparse(told["default"]) if "default" in told else None
    return Field(name=name, default=default, is_late=False, said=said)


def _write(kind: Kind) -> None:
    node = kind.node
    node.decorator_list = []
    if kind.slots:
        for one in node.body:
            if isinstance(one, ast.AnnAssign):
                one.value = None
    if ast.get_docstring(node) is None:
        node.body[:0] = placed(repr(f"{node.name}(...)"), node)
    node.body += placed("\n".join(_methods(kind)), node)


def _methods(kind: Kind) -> Iterator[str]:
    names = tuple(one.name for one in kind.fields)
    if kind.slots:
        yield f"__slots__ = {names!r}"
    yield f"__match_args__ = {() if kind.kw_only else names!r}"
    said = {one.name: dict(one.said) for one in kind.fields if one.said}
    yield f"__dataclass_fields__ = {HELPERS}.Fields({said or ''})"
    yield from _init(kind)
    yield f"__repr__ = {HELPERS}.shown"
    if kind.eq:
        compared = ", ".join(repr(one.name) for one in kind.fields if one.is_compared) or "'__class__'"
        yield f"__compared__ = {HELPERS}.compared({compared})"
        yield f"__eq__ = {HELPERS}.same"
        yield f"__hash__ = {HELPERS}.hashed" if kind.frozen else "__hash__ = None"
    if kind.order:
        yield f"__lt__, __le__ = {HELPERS}.before, {HELPERS}.not_after"
        yield f"__gt__, __ge__ = {HELPERS}.after, {HELPERS}.not_before"
    if kind.frozen:
        yield f"__setattr__ = {HELPERS}.not_set"
        yield f"__delattr__ = {HELPERS}.not_deleted"
    if kind.frozen and kind.slots:
        yield f"__getstate__ = {HELPERS}.state"
        yield f"__setstate__ = {HELPERS}.restored"


def _init(kind: Kind) -> Iterator[str]:
    taken = [one.name if one.default is None else f"{one.name}={one.default}" for one in kind.fields]
    first = ["self", "*"] if kind.kw_only and taken else ["self"]
    yield f"def __init__({', '.join(first + taken)}):"
    if kind.frozen:
        yield f"    __put = {HELPERS}.put"
    for one in kind.fields:
        made = f"{one.name}.made() if {one.name}.__class__ is {HELPERS}.Late else {one.name}"
        value = made if one.is_late else one.name
        yield f"    __put(self, {one.name!r}, {value})" if kind.frozen else f"    self.{one.name} = {value}"
    yield "    self.__post_init__()" if "__post_init__" in _named(kind.node) else "    pass"


def placed(code: str, beside: ast.AST) -> list[ast.stmt]:
    """Statements, all on the line of a node that is there."""
    return [_at(one, beside) for one in ast.parse(code).body]


def _at(made: Node, beside: ast.AST) -> Node:
    for one in ast.walk(made):
        if isinstance(one, ast.stmt | ast.expr | ast.arg | ast.keyword):
            ast.copy_location(one, beside)
    return made


def _is_first(node: ast.stmt) -> bool:
    """What must stand before every import of ours."""
    is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
    return is_future or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _flag(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return value.value
    raise Otherwise


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""

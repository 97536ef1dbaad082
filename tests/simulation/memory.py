"""How much memory hangs on an object: the sizes of everything that can be reached from it, but code and types."""

import gc
import sys
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

_SHARED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType)


def reachable_bytes(*roots: object) -> int:
    """Bytes of the roots and all they refer to, each counted once."""
    gc.collect()
    seen = {id(root) for root in roots}
    todo = list(roots)
    size = 0
    while todo:
        current = todo.pop()
        size += sys.getsizeof(current)
        for found in gc.get_referents(current):
            if id(found) not in seen and not isinstance(found, _SHARED):
                seen.add(id(found))
                todo.append(found)
    return size

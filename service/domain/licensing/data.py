"""The files of data in this package; one that says more than it should, or twice, is refused."""

from __future__ import annotations

from collections.abc import Hashable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

FILES: Final = files("service.domain.licensing")

T = TypeVar("T")


class DataRefused(Exception):
    """A file is not what its type asks for; the message names it."""


class _Loader(yaml.CSafeLoader):
    """Safe, and no key is given twice, of which the last would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, (place, _) in zip(keys, node.value, strict=True):
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key!r} is given twice", place.start_mark
                )
        return super().construct_mapping(node, deep)


def read_data(file: Traversable, shape: TypeAdapter[T]) -> T:
    """What a YAML file says.

    Raises:
        DataRefused: it is no YAML, gives a key twice, or is not of the shape.
    """
    try:
        return shape.validate_python(_Loader(file.read_text("utf-8")).get_single_data())
    except (UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise DataRefused(f"{file.name}: {error}") from None

"""How is a template kept from doing harm? Jinja's sandbox, strict about names, with a limit on work and on size.

What comes out is either text or a TemplateMistake with file and line. Templates get plain text and numbers only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from itertools import islice
from types import TracebackType
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_CHARACTERS = 2_000_000  # that one text may have; a letter of a thousand lines has half of it
MOST_STEPS = 100_000  # rounds of loops, calls and includes that one letter may take
_FILTERS = (
    "capitalize", "count", "default", "escape", "first", "join", "last", "length", "list", "lower", "replace",
    "reverse", "sort", "string", "title", "trim", "unique", "upper",
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n]+")


class TemplateMistake(Exception):
    """A template cannot be used; the text is one sentence with file and line."""


class Fenced(TemplateError):
    """A template does what templates may not."""


class _Generator(CodeGenerator):
    """Writes a count into every loop and a limit round every joining of texts."""

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        counted = nodes.EnvironmentAttribute("counted")
        node.iter = nodes.Call(counted, [node.iter], [], None, None).set_lineno(node.lineno)
        super().visit_For(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if isinstance(node.node, nodes.EnvironmentAttribute):  # the count that visit_For put in
            self.write("environment.counted(")
            self.visit(node.args[0], frame)
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        self.write("environment.limited(")
        super().visit_Concat(node, frame)
        self.write(")")

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        raise TemplateSyntaxError("set takes a value here, not a block", node.lineno, self.name, self.filename)


class Fence(ImmutableSandboxedEnvironment):
    """One environment: escaping for HTML, or none for plain text. ``characters`` and ``steps`` are the limits of one text."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(
        self, loader: BaseLoader, *, html: bool, characters: int = MOST_CHARACTERS, steps: int = MOST_STEPS
    ) -> None:
        super().__init__(
            loader=loader, autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=1000,
            auto_reload=False,
        )  # fmt: skip
        self.steps, self.most_steps, self.most_characters = 0, steps, characters
        self.filters = {name: FILTERS[name] for name in _FILTERS}
        self.filters |= {"join": self._limiting("join"), "replace": self._limiting("replace")}
        self.globals = {"range": self._range}

    def spend(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps > self.most_steps:
            raise Fenced(f"it goes round more than {self.most_steps:,} times")

    def limited(self, value: Any) -> Any:
        """The value, unless it is a text or number that has grown too large."""
        if (isinstance(value, str) and len(value) > self.most_characters) or (isinstance(value, int) and abs(value) > 10**18):
            raise Fenced(f"it makes a text of more than {self.most_characters:,} characters or a number that is too large")
        return value

    def counted(self, values: Any) -> Iterable[Any]:
        """What a loop goes through; each round is a step."""
        if isinstance(values, list):
            self.spend(len(values))
            return values
        return self._counted_one_by_one(values)

    def _counted_one_by_one(self, values: Any) -> Iterator[Any]:
        for value in values:
            self.spend()
            yield value

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``line.title`` of a dictionary is its entry, never one of its methods."""
        if type(obj) is dict:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def _range(self, *arguments: int) -> range:
        numbers = range(*arguments)
        self.spend(len(numbers))
        return numbers

    def _limiting(self, name: str) -> Callable[..., Any]:
        plain: Any = FILTERS[name]

        @wraps(plain)  # also keeps the mark that says whether Jinja passes itself in first
        def limiting(*arguments: Any, **named: Any) -> Any:
            self.spend()
            return self.limited(plain(*arguments, **named))

        return limiting

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        texts = isinstance(left, (str, list, tuple)) or isinstance(right, (str, list, tuple))
        if operator == "**" or (texts and operator != "+"):
            raise Fenced(f"{operator} is not for templates")
        return self.limited(super().call_binop(context, operator, left, right))

    def call(self, context: Context, called: Any, *arguments: Any, **named: Any) -> Any:
        self.spend()
        return self.limited(super().call(context, called, *arguments, **named))

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        self.spend()
        return super().get_template(name, parent, globals)

    def is_safe_attribute(self, obj: Any, attribute: str, value: Any) -> bool:
        """Only what Jinja itself hands out has attributes; a text's own methods stay shut."""
        return isinstance(obj, (LoopContext, Macro, TemplateModule)) and super().is_safe_attribute(obj, attribute, value)


class Pages:
    """The templates of one environment: blocks of wording, and whole layouts."""

    def __init__(self, fence: Fence) -> None:
        self.fence = fence
        self._read: dict[str, Template | TemplateMistake] = {}

    def block(self, name: str, block: str, values: dict[str, Any]) -> list[str]:
        """The paragraphs of one block of one file; a blank line parts them. [] where the block is empty."""
        text = self._run(name, values, block)
        parts = (_BLANKS.sub(" ", part).strip(" ") for part in text.replace("\r\n", "\n").split("\n\n"))
        return [part for part in parts if part]

    def whole(self, name: str, values: dict[str, Any]) -> str:
        """A whole template."""
        return self._run(name, values, None)

    def template(self, name: str) -> Template:
        """One template, read once; one that cannot be read is told again without another try."""
        if name not in self._read:
            try:
                self._read[name] = self.fence.get_template(name)
            except Exception as error:
                self._read[name] = TemplateMistake(_sentence(error, name))
        found = self._read[name]
        if isinstance(found, TemplateMistake):
            raise found
        return found

    def _run(self, name: str, values: dict[str, Any], block: str | None) -> str:
        try:
            template = self.template(name)
            if block is None:
                function = template.root_render_func
            elif block in template.blocks:
                function = template.blocks[block]
            else:
                raise TemplateMistake(f"{name} has no block {block!r}; add {{% block {block} %}}...{{% endblock %}}.")
            made, text = iter(function(template.new_context(values))), ""
            while some := "".join(islice(made, 1000)):
                text = self.fence.limited(text + some)
            return text
        except TemplateMistake:
            raise
        except RecursionError as error:
            raise TemplateMistake(f"{_place(error, name)}: it calls itself without end.") from None
        except Exception as error:  # a template can raise whatever Python can
            raise TemplateMistake(_sentence(error, name)) from None


def _sentence(error: Exception, name: str) -> str:
    match error:
        case TemplateSyntaxError():
            return f"{error.name or name}, line {error.lineno}: {_text(error)}."
        case TemplateNotFound():
            return f"{_place(error, name)}: there is no template {str(error.name)!r}."
        case UnicodeDecodeError():
            return f"{name}: the file is not saved as UTF-8; save it again with that encoding."
        case OSError():
            return f"{name}: the file could not be read ({error.strerror or type(error).__name__})."
        case TemplateError():
            return f"{_place(error, name)}: {_text(error)}."
        case _:
            return f"{_place(error, name)}: it cannot be worked out ({_text(error)})."


def _text(error: Exception) -> str:
    said = error.message if isinstance(error, TemplateError) and error.message else str(error)
    return " ".join(said.split()).rstrip(".")[:300] or type(error).__name__


def _place(error: BaseException, name: str) -> str:
    """File and line of the innermost template that the error passed through."""
    place, step = name, error.__traceback__
    while step is not None:
        place = _line(step) or place
        step = step.tb_next
    return place


def _line(step: TracebackType) -> str:
    template = step.tb_frame.f_globals.get("__jinja_template__")
    if template is None or step.tb_frame.f_code.co_filename != (template.filename or step.tb_frame.f_code.co_filename):
        return ""
    return f"{template.name}, line {template.get_corresponding_lineno(step.tb_lineno)}"

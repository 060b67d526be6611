"""Prometheus rule files: plain (`groups:`), as PrometheusRule of Kubernetes (`spec.groups`), several in a file.

Reading is tolerant, since real rule files are templates, or hold tags of some: what cannot be read is
a fault with its line, never a crash. Scalars stay text; nothing of YAML's types matters here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping

import yaml
from msgspec import Struct
from yaml import MappingNode, Node, ScalarNode, SequenceNode
from yaml.cyaml import CBaseLoader

from proofbook.model.place import Place, Problem
from proofbook.yaml_bytes import decoded
from proofbook.yaml_depth import TooDeep, known_depth, refuse_depth
from proofbook.yaml_nodes import child, start

MAX_RULES = 50_000
#: What stands for a tag of a template where it had to be taken out.
TAG = "⟦template⟧"
_TAGS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"))
_ALONE = re.compile(rf"^[ \t]*(?:- )?(?:{TAG}[ \t]*)+$", re.MULTILINE)


class Alert(Struct, frozen=True, kw_only=True):
    """An alerting rule. `annotations` and `labels` are as they are written.

    `spot` is the line and column (from 1) before which an annotation more could be written; there is none in
    flow style. Where the rule has no annotations, their key would stand there.
    """

    name: str
    file: str
    line: int
    group: str
    annotations: Mapping[str, str]
    labels: Mapping[str, str]
    spot: tuple[int, int] | None = None


class RuleFile(Struct, frozen=True, kw_only=True):
    """What a file holds. With a `fault`, what could be read before it is left out too."""

    file: str
    alerts: tuple[Alert, ...] = ()
    recording_rules: int = 0
    groups: int = 0
    untagged: bool = False
    fault: Problem | None = None


def templated(text: str) -> bool:
    """Whether something is left to be filled in."""
    return TAG in text or any(opening in text for opening, _ in _TAGS)


def read_rules(data: bytes, file: str) -> RuleFile:
    """The rules of a file; tags of templates are taken out if it is no YAML with them."""
    text, fault = decoded(data.removeprefix(codecs.BOM_UTF8))
    if fault:
        place = Place(file, fault.line + 1, fault.column + 1)
        return RuleFile(file=file, fault=Problem(place, fault.message, advice=fault.advice))
    try:
        return _read(text, file, untagged=False)
    except yaml.YAMLError as error:
        first = known_depth(error)
    if templated(text):
        try:
            return _read(_without_tags(text), file, untagged=True)
        except yaml.YAMLError:
            pass
    return RuleFile(file=file, fault=_fault(first, file, text))


def _read(text: str, file: str, *, untagged: bool) -> RuleFile:
    refuse_depth(text)
    alerts: list[Alert] = []
    recording = groups = rules = 0
    for group in _groups(list(yaml.compose_all(text, Loader=CBaseLoader))):
        groups += 1
        name = _text(_value(group, "name"), text)
        for rule in _items(_value(group, "rules")):
            rules += 1
            if rules > MAX_RULES:
                raise TooDeep(problem=f"more than {MAX_RULES} rules, aliases expanded", problem_mark=rule.start_mark)
            alert = _value(rule, "alert")
            if alert is not None:
                alerts.append(_alert(rule, alert, name, file, text))
            recording += _value(rule, "record") is not None
    return RuleFile(
        file=file, alerts=tuple(alerts), recording_rules=recording, groups=groups, untagged=untagged, fault=None
    )


def _groups(documents: list[Node | None]) -> Iterator[Node]:
    for root in documents:
        for one in (root, *_items(_value(root, "items"))):
            yield from _items(_value(one, "groups"))
            yield from _items(_value(_value(one, "spec"), "groups"))


def _alert(rule: Node, name: Node, group: str, file: str, text: str) -> Alert:
    return Alert(
        name=_text(name, text),
        file=file,
        line=start(name)[0],
        group=group,
        annotations=_texts(_value(rule, "annotations"), text),
        labels=_texts(_value(rule, "labels"), text),
        spot=_spot(rule, name),
    )


def _spot(rule: Node, name: Node) -> tuple[int, int] | None:
    entry = child(rule, "annotations")
    if not isinstance(rule, MappingNode) or rule.flow_style:
        return None
    if entry is None:
        return name.end_mark.line + 2, start(child(rule, "alert")[0])[1]  # type: ignore[index]  # it is an alert
    annotations = entry[1]
    if not isinstance(annotations, MappingNode) or annotations.flow_style or not annotations.value:
        return None
    return start(annotations.value[0][0])


def _texts(node: Node | None, text: str) -> dict[str, str]:
    pairs = node.value if isinstance(node, MappingNode) else ()
    return {str(key.value): _text(value, text) for key, value in pairs if isinstance(key, ScalarNode)}


def _text(node: Node | None, text: str) -> str:
    """A scalar, or what is written there: an unquoted `{{ $labels.x }}` is a map to YAML."""
    if node is None:
        return ""
    return str(node.value) if isinstance(node, ScalarNode) else text[node.start_mark.index : node.end_mark.index]


def _value(node: Node | None, key: str) -> Node | None:
    found = child(node, key) if isinstance(node, MappingNode) else None
    return found[1] if found else None


def _items(node: Node | None) -> list[Node]:
    return node.value if isinstance(node, SequenceNode) else []


def _without_tags(text: str) -> str:
    """The same lines, tags out of them; a line of nothing but tags is empty."""
    for opening, closing in _TAGS:
        parts, at = [], 0
        while (begin := text.find(opening, at)) >= 0 and (end := text.find(closing, begin)) >= 0:
            lines = "\n" * text.count("\n", begin, end)
            parts.append(text[at:begin] + TAG + lines)
            at = end + len(closing)
        text = "".join((*parts, text[at:]))
    return _ALONE.sub("", text)


def _fault(error: yaml.YAMLError, file: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or "it cannot be read"
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    if isinstance(error, TooDeep):
        return Problem(place, what, advice="split the file")
    advice = "render the template first (helm template, jsonnet …) and name what it writes" if templated(text) else ""
    return Problem(place, f"not valid YAML: {what}", advice=advice or "check indentation, colons and quotes")

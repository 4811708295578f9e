/** `src/validation.py`: a body against the fields of a resource. */
export function validationModule(invalid: number): string {
  return String.raw`"""A body against the fields of a resource."""

import math
import re
from datetime import date, datetime
from urllib.parse import urlsplit

from src.errors import HttpError

STATUS = INVALID


def is_text(value):
    return isinstance(value, str)


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value):
    return is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def is_url(value):
    if not is_text(value) or re.search(r"\s", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def is_email(value):
    return is_text(value) and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is not None


def is_date(value):
    if not is_text(value) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    try:
        return date.fromisoformat(value) is not None
    except ValueError:
        return False


def is_time(value):
    if not is_text(value) or not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return False
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")) is not None
    except ValueError:
        return False


def is_list(value):
    return isinstance(value, list) and all(is_text(one) for one in value)


TYPES = {
    "string": (is_text, "a string"),
    "integer": (is_integer, "a whole number"),
    "number": (is_number, "a number"),
    "boolean": (lambda value: isinstance(value, bool), "true or false"),
    "url": (is_url, "an http or https URL"),
    "email": (is_email, "an e-mail address"),
    "date": (is_date, "a date such as 2026-05-01"),
    "datetime": (is_time, "a time such as 2026-05-01T09:30:00Z"),
    "strings": (is_list, "a list of strings"),
    "object": (lambda value: isinstance(value, dict), "an object"),
}


def read_fields(resource, body, partial=False):
    """The fields a client may set, read from a body; raises one error that names everything wrong."""
    if not isinstance(body, dict):
        raise HttpError(STATUS, "the body has to be a JSON object")
    client = [field for field in resource["fields"] if field["client"]]
    known = {field["name"] for field in client}
    problems = [f"{name} is not a field" for name in body if name not in known] if resource["refuse_unknown"] else []
    values = {}
    for field in client:
        name = field["name"]
        if name not in body and partial:
            continue
        if body.get(name) is None:
            if field["required"]:
                problems.append(f"{name} is required")
            else:
                values[name] = field.get("default")
            continue
        problem = problem_of(field, body[name])
        if problem:
            problems.append(f"{name} {problem}")
        else:
            values[name] = body[name]
    if problems:
        raise HttpError(STATUS, "; ".join(problems), problems)
    return values


def problem_of(field, value):
    """What is wrong with a value, or None."""
    fits, name = TYPES[field["type"]]
    if not fits(value):
        return f"must be {name}"
    if field.get("oneOf") and value not in field["oneOf"]:
        return "must be one of " + ", ".join(field["oneOf"])
    return length_problem(field, value) if isinstance(value, (str, list)) else range_problem(field, value)


def length_problem(field, value):
    low, high, pattern = field.get("minLength"), field.get("maxLength"), field.get("pattern")
    if low and isinstance(value, str) and not value.strip():
        return "must not be blank"
    if low is not None and len(value) < low:
        return f"must have at least {low} characters"
    if high is not None and len(value) > high:
        return f"must have at most {high} characters"
    if pattern and not re.search(pattern.replace("$", r"\Z"), value):
        return f"must match {pattern}"
    return None


def range_problem(field, value):
    low, high = field.get("min"), field.get("max")
    if low is not None and value < low:
        return f"must be at least {low}"
    if field.get("above") is not None and value <= field["above"]:
        return f"must be greater than {field['above']}"
    if high is not None and value > high:
        return f"must be at most {high}"
    return None
`.replace('INVALID', String(invalid));
}

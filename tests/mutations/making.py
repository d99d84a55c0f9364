"""Settings that somebody might type by mistake: made at random from the composed configuration of a scenario."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from omegaconf import OmegaConf

from tbkk_sim.config.compose import compose, load_settings, make_loader
from tbkk_sim.settings.schema_errors import fields_at, range_at

SCENARIOS = ("baseline", "textbook", "burst", "expansion_20", "tools", "one_queue", "collaboration_wide", "growth")
VALUES = (
    *("null", "~", "", "true", "false", "yes", "NO", "on", "None", "text", "'a text with spaces'", "'a: b'", '"\'"'),
    *("0", "-1", "1", "7", "0.5", "1e308", "-1e308", "1e-300", "1e300", "1e9", "nan", "inf", "-inf", ".inf", ".nan"),
    *("99999999999999999999", "-99999999999999999999", "0x10", "1_000", "'1,5'", "1.000,5", "1e400", "5e-324"),
    *("٣", "\uff13", "४२", "½", "é", "☃", "💥", "'\\t'", "\u02bc", "x" * 300, "x" * 5_000, "9" * 400),
    *("[]", "[1,2]", "[a]", "[[1]]", "[null]", "{}", "{a:1}", "{a:{b:null}}", "{1:2}", "{label:x}", "[{a:1}]"),
    *("2021-02-30", "9999-12-31", "0001-01-01", "2021-01-31", "31-01-2021", "20210131", "2021-W05", "2150-06-01"),
    *("${seed}", "${nope}", "${oc.env:HOME}", "${now:%Y}", "???", "!!int", "&a", "*a", "<<", "%", "@x", "a,b", "a=b"),
)
"""What is typed behind the =."""
SWEEPS = (
    *("1,2", "a,b", "range(1,3)", "range(0,1000000000)", "choice(1,x)", "interval(1,5)", "glob(*)", "shuffle(1,2)"),
    *("sort(3,1)", "range(1,2", "choice()", "tag(a,choice(1,2))", "int(1.5),2", "range(1.5,0)", "[1,2],[3]", "null,1"),
)
GROUPS = ("demand", "casework", "triage", "assignment", "steering", "collaboration", "staffing", "calendar", "run")
CHOICES = ("textbook", "current", "smoke", "none", "nowhere", "null", "[current]", "{a:1}", "1", "''", "current,smoke")


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is typed, and the keys that it is about."""

    kind: str
    words: tuple[str, ...]
    keys: tuple[str, ...]


def mutations(number: int, seed: int) -> Iterator[Mutation]:
    """Make so many mutations."""
    for one in range(number):
        yield mutation_of(one, seed)


def mutation_of(number: int, seed: int) -> Mutation:
    """Make the mutation of this number, which is always the same one for a seed."""
    kinds = (*[_of_value] * 8, *[_of_hydra] * 2, _added, _deleted, _misspelt, _below, _renamed, _chosen, _swept, _two)
    rng = np.random.default_rng([seed, number])
    scenario = SCENARIOS[rng.integers(len(SCENARIOS))]
    made: Mutation = kinds[rng.integers(len(kinds))](rng, scenario)
    return Mutation(made.kind, (f"+scenario={scenario}", *made.words), made.keys)


@cache
def keys_of(scenario: str) -> tuple[str, ...]:
    """Give all keys of the composed configuration of a scenario, tables and lists among them."""
    return tuple(_flat(OmegaConf.to_container(_composed(scenario)[0]), ""))


@cache
def keys_of_hydra(scenario: str) -> tuple[str, ...]:
    """Give all keys of the part that is Hydra's own."""
    return tuple(_flat(OmegaConf.to_container(_composed(scenario)[1]), "hydra."))


@cache
def numbers_of(scenario: str) -> tuple[tuple[str, Any], ...]:
    """Give all numbers and dates of the settings, those that are not written too: key and range."""
    whole = load_settings([f"+scenario={scenario}"]).model_dump()
    found, seen = [], set()
    for key in _flat(whole, ""):
        allowed = range_at(key.split("."))
        *above, last = key.split(".")
        same = tuple(part for part in above if not _is_name(whole, part))
        same += (last,) if last in fields_at(above) else ()
        if allowed is not None and same not in seen:
            seen.add(same)
            found.append((key, allowed))
    return tuple(found)


def _is_name(whole: Mapping[str, Any], part: str) -> bool:
    """Whether a part of a key is the name of one of several alike, such as a unit: one of them stands for all."""
    return any(part in table for table in _tables_of_names(whole))


@cache
def _composed(scenario: str) -> tuple[Any, Any]:
    return compose(make_loader(), [f"+scenario={scenario}"])


def _tables_of_names(whole: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield whole["staffing"]["units"]
    yield whole["staffing"]["roles"]
    yield whole["casework"]["classes"]
    yield whole["casework"]["steps"]
    yield whole["collaboration"]["pools"]
    yield whole["demand"]["streams"]


def _flat(config: Any, before: str) -> Iterator[str]:
    if isinstance(config, Mapping):
        for key, value in config.items():
            yield f"{before}{key}"
            yield from _flat(value, f"{before}{key}.")


def _key(rng: np.random.Generator, scenario: str) -> str:
    keys = keys_of(scenario)
    return keys[rng.integers(len(keys))]


def _value(rng: np.random.Generator) -> str:
    return VALUES[rng.integers(len(VALUES))]


def _of_value(rng: np.random.Generator, scenario: str) -> Mutation:
    key = _key(rng, scenario)
    return Mutation("value", (f"{('', '', '++')[rng.integers(3)]}{key}={_value(rng)}",), (key,))


def _of_hydra(rng: np.random.Generator, scenario: str) -> Mutation:
    keys = keys_of_hydra(scenario)
    key = ("hydra", *keys)[rng.integers(len(keys) + 1)]
    more = ("", "", f".{_key(rng, scenario).rpartition('.')[2]}")[rng.integers(3)]
    word = f"{('', '+', '++', '~')[rng.integers(4)]}{key}{more}"
    return Mutation("hydra", (word if word.startswith("~") else f"{word}={_value(rng)}",), (key + more,))


def _added(rng: np.random.Generator, scenario: str) -> Mutation:
    key = f"{_key(rng, scenario)}.{('extra', 'label', 'x y', '1', 'é')[rng.integers(5)]}"
    return Mutation("added", (f"{('+', '++')[rng.integers(2)]}{key}={_value(rng)}",), (key,))


def _deleted(rng: np.random.Generator, scenario: str) -> Mutation:
    key = _key(rng, scenario)
    return Mutation("deleted", (f"~{key}" + ("", f"={_value(rng)}")[rng.integers(2)],), (key,))


def _misspelt(rng: np.random.Generator, scenario: str) -> Mutation:
    key = _key(rng, scenario)
    at = int(rng.integers(len(key)))
    wrong = key[:at] + key[at + 1 :] if rng.integers(2) else key[:at] + key[at] + key[at:]
    return Mutation("misspelt", (f"{wrong}={_value(rng)}",), (wrong, wrong.partition(".")[0]))


def _below(rng: np.random.Generator, scenario: str) -> Mutation:
    key = f"{_key(rng, scenario)}.0"
    return Mutation("below", (f"{key}={_value(rng)}",), (key,))


def _renamed(rng: np.random.Generator, scenario: str) -> Mutation:
    tables = ("staffing.units", "casework.classes", "casework.steps", "demand.streams", "staffing.roles")
    table = tables[rng.integers(len(tables))]
    names = [key for key in keys_of(scenario) if key.rpartition(".")[0] == table]
    name = names[rng.integers(len(names))]
    new = ("all", "closed", "triage", "x", "NO", "1", "é", "own_work")[rng.integers(8)]
    words = (f"~{name}", f"+{table}.{new}=${{{name}}}") if rng.integers(2) else (f"+{table}.{new}={{label:x}}",)
    return Mutation("renamed", words, (name, f"{table}.{new}", table.partition(".")[0], new))


def _chosen(rng: np.random.Generator, scenario: str) -> Mutation:
    group = GROUPS[rng.integers(len(GROUPS))]
    word = f"{('', '', '+', '++', '~', '/')[rng.integers(6)]}{group}{('', '', '@x')[rng.integers(3)]}"
    word = f"{word}={CHOICES[rng.integers(len(CHOICES))]}"
    return Mutation("chosen", (word,), (group, word))


def _swept(rng: np.random.Generator, scenario: str) -> Mutation:
    key = _key(rng, scenario)
    words = (f"{key}={SWEEPS[rng.integers(len(SWEEPS))]}", *(("--multirun",) if rng.integers(4) else ()))
    return Mutation("swept", words, (key, words[0]))


def _two(rng: np.random.Generator, scenario: str) -> Mutation:
    one, other = _of_value(rng, scenario), _of_value(rng, scenario)
    return Mutation("two", one.words + other.words, one.keys + other.keys)

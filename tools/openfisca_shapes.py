"""Record what OpenFisca's own server answers about `benchmarks/openfisca_bolivia`: status, shape of errors, values.

It needs `openfisca-core[web-api]`, best in an environment of its own: `python tools/openfisca_shapes.py`. It writes
`tests/web/openfisca_shapes.json`, to which tests hold our API. Texts are not kept: of an error the keys, and of other
documents the kind of what stands at each key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
WHERE = ROOT / "tests" / "web" / "openfisca_shapes.json"
MONTH = "2026-01"
HOME = {"mamani": {"members": ["rosa"]}}


def of_rosa(**facts: Any) -> dict[str, Any]:
    """One person in one household."""
    return {"persons": {"rosa": facts}, "households": HOME}


def in_home(**facts: Any) -> dict[str, Any]:
    """One person, and something of the household."""
    return {"persons": {"rosa": {}}, "households": {"mamani": facts}}


SITUATIONS: dict[str, Any] = {
    "no JSON": "{",
    "nothing": "",
    "no UTF-8": "\udcff",
    "a list": [],
    "a text": '"rosa"',
    "a null": "null",
    "an empty object": {},
    "persons: empty": {"persons": {}},
    "persons: a list": {"persons": []},
    "persons: a null": {"persons": None},
    "persons: a text": {"persons": "rosa"},
    "person: a null": {"persons": {"rosa": None}},
    "person: a list": {"persons": {"rosa": []}},
    "person: nothing said": {"persons": {"rosa": {}}},
    "entity: unknown": {"persons": {"rosa": {}}, "families": {}},
    "entity: singular": {"person": {"rosa": {}}},
    "households: a null": {"persons": {"rosa": {}}, "households": None},
    "households: a list": {"persons": {"rosa": {}}, "households": ["mamani"]},
    "households: empty": {"persons": {"rosa": {}}, "households": {}},
    "household: a null": {"persons": {"rosa": {}}, "households": {"mamani": None}},
    "household: nobody": {"persons": {"rosa": {}}, "households": {"mamani": {}}},
    "role: unknown": in_home(parents=["rosa"]),
    "role: a text": in_home(members="rosa"),
    "role: a null": in_home(members=None),
    "role: an object": in_home(members={}),
    "role: somebody unknown": in_home(members=["rosa", "juan"]),
    "role: a null in the list": in_home(members=["rosa", None]),
    "role: somebody twice": in_home(members=["rosa", "rosa"]),
    "role: in two households": {"persons": {"rosa": {}}, "households": {**HOME, "quispe": {"members": ["rosa"]}}},
    "role: a number for a name": {"persons": {"1": {}}, "households": {"mamani": {"members": [1]}}},
    "variable: unknown": of_rosa(renta_digna={MONTH: 1}),
    "variable: unknown and asked": of_rosa(renta_digna={MONTH: None}),
    "variable: unknown without period": of_rosa(renta_digna=1),
    "variable: of the other entity": in_home(members=["rosa"], renta_dignidad={MONTH: None}),
    "variable: without period": of_rosa(age=66),
    "variable: a null": of_rosa(age=None),
    "variable: a list": of_rosa(age=[66]),
    "variable: no period in it": of_rosa(age={}),
    "period: a word": of_rosa(renta_dignidad={"enero": None}),
    "period: empty": of_rosa(renta_dignidad={"": None}),
    "period: month 13": of_rosa(renta_dignidad={"2026-13": None}),
    "period: one digit": of_rosa(renta_dignidad={"2026-1": None}),
    "period: of another unit in words": of_rosa(renta_dignidad={"month:2026": None}),
    "period: with its unit": of_rosa(renta_dignidad={"month:2026-01": None}),
    "period: eternity in small letters": of_rosa(age={"eternity": 66}, renta_dignidad={MONTH: None}),
    "period: year given for a year in words": of_rosa(bono_juancito_pinto={"year:2026": None}),
    "period: a month given for a year": of_rosa(bono_juancito_pinto={MONTH: 1}),
    "period: ETERNITY given for a month": of_rosa(renta_dignidad={"ETERNITY": 1}),
    "period: a year asked for a month": of_rosa(renta_dignidad={"2026": None}),
    "period: a day asked for a month": of_rosa(renta_dignidad={"2026-01-01": None}),
    "period: three months asked for one": of_rosa(renta_dignidad={"month:2026-01:3": None}),
    "period: ETERNITY asked for a month": of_rosa(renta_dignidad={"ETERNITY": None}),
    "period: a month asked for a year": of_rosa(bono_juancito_pinto={MONTH: None}),
    "value: a word for a number": of_rosa(age={MONTH: "viejo"}),
    "value: a comma": of_rosa(pension_old_age={MONTH: "2,000"}),
    "value: an object": of_rosa(age={MONTH: {}}),
    "value: text of one reading": of_rosa(age={MONTH: "66"}, renta_dignidad={MONTH: None}),
    "value: an unknown category": of_rosa(school_level={MONTH: "kinder"}),
    "value: a label for a category": of_rosa(school_level={MONTH: "Primary"}),
    "asked: a fact of which nothing is said": of_rosa(is_enrolled={MONTH: None}, school_level={MONTH: None}),
    "asked: Renta Dignidad": of_rosa(age={MONTH: 66}, renta_dignidad={MONTH: None, "2025-12": None}),
    "asked: with a pension": of_rosa(age={"ETERNITY": 70}, pension_old_age={MONTH: 900}, renta_dignidad={MONTH: None}),
    "asked: thirteenth payment": of_rosa(age={"ETERNITY": 70}, renta_dignidad_thirteenth={"2025": None, "2013": None}),
    "asked: what is given": of_rosa(age={"ETERNITY": 70}, renta_dignidad={MONTH: 77.5}),
    "asked: what rests on what is given": of_rosa(
        age={"ETERNITY": 70}, receives_pension={MONTH: True}, renta_dignidad={MONTH: None}
    ),
    "asked: a pupil and her grandmother": {
        "persons": {
            "rosa": {"age": {"ETERNITY": 70}, "renta_dignidad": {MONTH: None}},
            "lidia": {
                "age": {"ETERNITY": 9},
                "is_enrolled": {"ETERNITY": True},
                "school_level": {"ETERNITY": "primary"},
                "school_course": {"ETERNITY": 4},
                "school_type": {"ETERNITY": "public"},
                "bono_juancito_pinto": {"2026": None, "2005": None},
            },
        },
        "households": {"mamani": {"members": ["rosa", "lidia"]}},
    },
    "asked: in no household": {"persons": {"rosa": {"age": {MONTH: 66}, "renta_dignidad": {MONTH: None}}, "juan": {}}},
}
PATHS = (
    "/", "/parameters", "/parameters/", "/parameter/renta_dignidad", "/parameter/renta_dignidad/min_age",
    "/parameter/renta_dignidad.min_age", "/parameter/nothing", "/parameter/", "/variables", "/variable/renta_dignidad",
    "/variable/bonosol", "/variable/age", "/variable/school_level", "/variable/nothing", "/variable", "/variable/",
    "/entities", "/entities/", "/calculate", "/trace", "/nothing", "/nothing/",
)  # fmt: skip


def shape(found: Any) -> Any:
    """The keys, and the kind of what stands at each."""
    if isinstance(found, dict):
        return {key: shape(value) for key, value in found.items()}
    if isinstance(found, list):
        return [shape(each) for each in found]
    kinds = {bool: "flag", int: "number", float: "number", str: "text", type(None): "null"}
    return kinds[type(found)]


def main() -> None:
    """Ask, and write what is kept."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from openfisca_bolivia import BoliviaTaxBenefitSystem
    from openfisca_web_api.app import create_app

    client = create_app(BoliviaTaxBenefitSystem()).test_client()
    recorded = []
    for path in PATHS:
        answer = client.get(path)
        one: dict[str, Any] = {"name": path, "path": path, "status": answer.status_code}
        if answer.status_code == 302:
            one["location"] = answer.headers["Location"]
        elif answer.is_json and path.startswith(("/variable/", "/parameter/", "/entities")):
            one["shape"] = shape(answer.json)
        recorded.append(one)
    for name, situation in SITUATIONS.items():
        body = situation if isinstance(situation, str) else json.dumps(situation)
        for path in ("/calculate", "/trace"):
            answer = client.post(path, data=body.encode("utf-8", "surrogateescape"), content_type="application/json")
            one = {"name": f"{path} {name}", "path": path, "body": body, "status": answer.status_code}
            if answer.status_code == 200 and path == "/calculate":
                one["answer"] = answer.json
            elif answer.status_code == 200:
                found = answer.json
                one["answer"] = {key: found[key] for key in ("requestedCalculations", "entitiesDescription")}
            elif answer.status_code < 500:
                one["shape"] = shape(answer.json)
            recorded.append(one)
    WHERE.write_text("[\n" + ",\n".join(json.dumps(one) for one in recorded) + "\n]\n")


if __name__ == "__main__":
    main()

"""The description names every route once and every reference leads somewhere."""

from __future__ import annotations

import json
import re

from telemed.http.openapi import describe
from telemed.wire.routes import ROUTES


def test_every_route_is_described_once() -> None:
    document = describe(ROUTES, "1")
    text = json.dumps(document)
    operations = re.findall(r'"operationId": "(\w+)"', text)
    assert sorted(operations) == sorted(route.name for route in ROUTES)


def test_every_reference_leads_to_a_schema() -> None:
    text = json.dumps(describe(ROUTES, "1"))
    schemas = json.loads(text)["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(schemas)


def test_names_and_addresses_are_unique() -> None:
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)

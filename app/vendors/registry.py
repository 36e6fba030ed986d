"""Finds the vendors: every folder beside this file that declares VENDOR."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import app.vendors
from app.errors import NotFound
from app.vendors.declaration import Kind, Vendor


@cache
def all_vendors() -> Mapping[str, Vendor]:
    """*Shape*: vendor id → declaration, in alphabetical order."""
    folders = sorted(found.name for found in pkgutil.iter_modules(app.vendors.__path__) if found.ispkg)
    vendors = [import_module(f"app.vendors.{folder}").VENDOR for folder in folders]
    return {vendor.id: vendor for vendor in vendors}


@cache
def all_kinds() -> Mapping[str, Kind]:
    """*Shape*: kind id → declaration."""
    return {kind.id: kind for vendor in all_vendors().values() for kind in vendor.kinds}


def vendor_named(vendor_id: str) -> Vendor:
    try:
        return all_vendors()[vendor_id]
    except KeyError:
        known = ", ".join(all_vendors())
        raise NotFound(f"There is no vendor “{vendor_id}”.", remedy=f"Known are: {known}.") from None


def kind_named(kind_id: str) -> Kind:
    try:
        return all_kinds()[kind_id]
    except KeyError:
        known = ", ".join(all_kinds())
        raise NotFound(f"There is no record kind “{kind_id}”.", remedy=f"Known are: {known}.") from None


def vendor_of(kind_id: str) -> Vendor:
    """Find the vendor that declares a kind."""
    kind = kind_named(kind_id)
    return next(vendor for vendor in all_vendors().values() if kind in vendor.kinds)

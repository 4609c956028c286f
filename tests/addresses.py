"""Every address of the portal, walked from its URL table, with an example to open each."""

import re
from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """One line of the URL table: how it is written there, and its full name."""

    route: str
    name: str
    parameters: tuple[str, ...]


def addresses():
    """Every address, in the order of the URL table, once each."""
    found = {}
    for address in _walk(get_resolver(), "", ()):
        found.setdefault(address.route, address)
    return list(found.values())


def _walk(resolver, prefix, namespaces):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name]) if entry.name else ""
            yield Address(route, name, tuple(entry.pattern.converters or entry.pattern.regex.groupindex))
        else:
            yield from _walk(entry, route, (*namespaces, entry.namespace) if entry.namespace else namespaces)


def model_of(address):
    """The model of an admin page, or None."""
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if address.name.startswith(stem):
            return model
    return None


def is_model_page(address):
    """Whether it is one of the admin's pages of a model, which all work alike."""
    models = (model._meta for model in admin.site._registry)
    return address.route.startswith(tuple(f"staff/{meta.app_label}/{meta.model_name}/" for meta in models))


def example_path(address, examples):
    """A path that opens this address; `examples` gives the arguments of addresses by their names.

    Raises KeyError, naming the address, where it needs an argument that nobody gave.
    """
    if not address.name:
        return "/" + re.sub(r"<path:object_id>", "1", address.route).replace("(?P<url>.*)$", "nowhere")
    if not address.parameters:
        return reverse(address.name)
    model = model_of(address)
    if model and address.parameters == ("object_id",):
        row = model._default_manager.order_by("pk").first()
        return reverse(address.name, args=[row.pk if row else 0])
    return reverse(address.name, kwargs=examples[address.name])

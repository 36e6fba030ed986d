"""Stands in for the desktop's settings service: says light, and dark once a line comes in.

Run by the system's own Python, the only one that has GLib.
"""

from __future__ import annotations

import sys
from typing import Any

from gi.repository import Gio, GLib

PLACE = "/org/freedesktop/portal/desktop"
NAME = "org.freedesktop.portal.Desktop"
SETTINGS = "org.freedesktop.portal.Settings"
APPEARANCE = "org.freedesktop.appearance"
LIGHT, DARK = 2, 1
NODE = """<node><interface name="org.freedesktop.portal.Settings">
<method name="Read"><arg type="s" direction="in"/><arg type="s" direction="in"/>
  <arg type="v" direction="out"/></method>
<method name="ReadOne"><arg type="s" direction="in"/><arg type="s" direction="in"/>
  <arg type="v" direction="out"/></method>
<method name="ReadAll"><arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/></method>
<signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
<property name="version" type="u" access="read"/></interface></node>"""

scheme = LIGHT


def answer(*call: Any) -> None:
    method, asked, invocation = call[4], call[5].unpack(), call[6]
    value = GLib.Variant("u", scheme)
    if method == "ReadAll":
        settings = {APPEARANCE: {"color-scheme": value}}
        invocation.return_value(GLib.Variant("(a{sa{sv}})", (settings,)))
    elif asked == (APPEARANCE, "color-scheme"):
        inner = GLib.Variant("v", value) if method == "Read" else value
        invocation.return_value(GLib.Variant("(v)", (inner,)))
    else:
        invocation.return_dbus_error("org.freedesktop.portal.Error.NotFound", "Not kept here")


def serve(connection: Gio.DBusConnection, _name: str) -> None:
    interface = Gio.DBusNodeInfo.new_for_xml(NODE).interfaces[0]
    version = GLib.Variant("u", 2)
    connection.register_object(PLACE, interface, answer, lambda *_: version, None)
    print("ready", flush=True)  # noqa: T201  that is how it answers
    GLib.io_add_watch(sys.stdin.fileno(), GLib.IO_IN, lambda *_: darken(connection))


def darken(connection: Gio.DBusConnection) -> bool:
    global scheme  # noqa: PLW0603  the one thing it keeps
    sys.stdin.readline()
    scheme = DARK
    changed = GLib.Variant("(ssv)", (APPEARANCE, "color-scheme", GLib.Variant("u", DARK)))
    connection.emit_signal(None, PLACE, SETTINGS, "SettingChanged", changed)
    return False


if __name__ == "__main__":
    Gio.bus_own_name(Gio.BusType.SESSION, NAME, Gio.BusNameOwnerFlags.NONE, serve, None, None)
    GLib.MainLoop().run()

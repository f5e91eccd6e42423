package io.millrace.connect.plugins.index;

/** One plugin class found in a location, known by name only. */
public record PluginEntry(PluginKind kind, String className) {}

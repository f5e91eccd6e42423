package io.millrace.connect.install;

import java.nio.file.Path;

/** A location of a plugin path; {@code coordinates} is empty where somebody else put it there. */
public record InstalledPlugin(String name, String coordinates, int jars, long bytes, Path path) {}

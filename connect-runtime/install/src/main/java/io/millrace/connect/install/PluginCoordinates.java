package io.millrace.connect.install;

import java.util.List;
import java.util.regex.Pattern;

/** Which artifact is meant, as {@code GROUP:ARTIFACT:VERSION}. The version is one, neither a range nor a word. */
public record PluginCoordinates(String group, String artifact, String version) {
    private static final String FORM = "GROUP:ARTIFACT:VERSION, for example org.example:example-connector:1.2.3";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");
    private static final int LENGTH_MAX = 200;

    /** Reads it, or says what is wrong with it. */
    public static PluginCoordinates parse(String text) {
        List<String> parts = List.of(text.strip().split(":", -1));
        if (parts.size() != 3) {
            throw new InstallException("'" + text + "' has " + parts.size() + " part" + (parts.size() == 1 ? "" : "s")
                    + " where three are expected; write " + FORM);
        }
        String version = parts.get(2);
        if (version.startsWith("[") || version.startsWith("(") || version.contains(",")) {
            throw new InstallException(
                    "'" + version + "' is a range; give the one version that is to be installed, as in " + FORM);
        }
        if (version.equals("LATEST") || version.equals("RELEASE") || version.endsWith("SNAPSHOT")) {
            throw new InstallException("'" + version
                    + "' is another artifact from day to day; give the one version that is to be installed, as in "
                    + FORM);
        }
        return new PluginCoordinates(
                checked("group", parts.get(0)), checked("artifact", parts.get(1)), checked("version", version));
    }

    private static String checked(String what, String part) {
        if (!plain(part)) {
            throw new InstallException("the " + what + " '" + part + "' is " + (part.isEmpty() ? "empty" : "no name")
                    + "; it has letters, digits, '.', '_', '-' and '+', as in " + FORM);
        }
        return part;
    }

    /** Whether it can be a part of a path without leading anywhere else. */
    static boolean plain(String part) {
        return part.length() <= LENGTH_MAX && NAME.matcher(part).matches() && !part.contains("..");
    }

    /** The folder that the plugin gets. */
    String folder() {
        return artifact + "-" + version;
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}

package io.millrace.connect.plugins.secrets;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** References to config providers, {@code ${provider:path:key}}. */
public final class References {
    /** Groups: the provider, the path with its colon, the path, the key. */
    public static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]*?):(([^}]*?):)?([^}]*?)\\}");

    private References() {}

    /** Whether a value is one reference and nothing else. */
    static boolean one(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** The references in a value. */
    static List<String> in(String value) {
        return REFERENCE.matcher(value).results().map(MatchResult::group).toList();
    }

    /** The same, taken apart. */
    public static Stream<Reference> named(String value) {
        return REFERENCE
                .matcher(value)
                .results()
                .map(match ->
                        new Reference(match.group(1), match.group(3) == null ? "" : match.group(3), match.group(4)));
    }

    /** Whether a value consists of references and nothing else, and so holds no secret itself. */
    public static boolean only(String value) {
        return !value.isBlank() && REFERENCE.matcher(value).replaceAll("").isBlank();
    }
}
